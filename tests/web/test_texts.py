"""Every text that a template or a script asks for exists in both languages."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(
    [*(ROOT / "server" / "pages").glob("*.html"), *(ROOT / "web" / "src").rglob("*.ts")],
    key=lambda path: path.name,
)
# A key that ends in a dot is the beginning of several: `t("roles." ~ role)`.
_CALL = re.compile(r"""\bt\(\s*["']([a-z][\w.-]*\.[\w.-]*)["']""")


def texts(of: Mapping[str, object], prefix: str = "") -> Iterator[str]:
    for name, value in of.items():
        if isinstance(value, Mapping):
            yield from texts(value, f"{prefix}{name}.")
        else:
            yield prefix + re.sub(r"_(one|other)$", "", name)


def asked(path: Path) -> set[str]:
    return set(_CALL.findall(path.read_text("utf-8")))


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_a_page_asks_only_for_texts_that_exist(path: Path, lang: str) -> None:
    there = set(texts(json.loads((ROOT / "web" / "words" / f"{lang}.json").read_text("utf-8"))))
    missing = {
        key
        for key in asked(path)
        if key not in there and not (key[-1] in "._" and any(text.startswith(key) for text in there))
    }
    assert missing == set()


def test_the_search_for_texts_finds_them() -> None:
    assert len(set().union(*map(asked, SOURCES))) > 100


def test_no_template_carries_a_french_sentence_of_its_own() -> None:
    for path in (ROOT / "server" / "pages").glob("*.html"):
        shown = re.sub(
            r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}|<[^>]*>", "", path.read_text("utf-8"), flags=re.DOTALL
        )
        assert not re.search(r"[éèêàùçôîœ]", shown), path.name


def test_french_marks_keep_the_space_before_them_on_their_line() -> None:
    said = (ROOT / "web" / "words" / "fr.json").read_text("utf-8")
    assert re.findall(r'[^":]{12} (?:[;!?»]|:(?=[ "]))|« .{12}', said) == []
