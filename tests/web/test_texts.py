"""Every text that a template or a script asks for exists in both languages: each file is read once."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
WORDS = ROOT / "web" / "words"
# A key that ends in a dot is the beginning of several: `t("roles." ~ role)`.
_CALL = re.compile(r"""\bt\(\s*["']([a-z][\w.-]*\.[\w.-]*)["']""")


def texts(of: Mapping[str, object], prefix: str = "") -> Iterator[str]:
    for name, value in of.items():
        if isinstance(value, Mapping):
            yield from texts(value, f"{prefix}{name}.")
        else:
            yield prefix + re.sub(r"_(one|other)$", "", name)


def test_a_page_asks_only_for_texts_that_exist() -> None:
    sources = [*(ROOT / "server" / "pages").glob("*.html"), *(ROOT / "web" / "src").rglob("*.ts")]
    asked = {(key, path.name) for path in sources for key in _CALL.findall(path.read_text("utf-8"))}
    assert len({key for key, _ in asked}) > 100, "the search for texts finds them"
    missing = []
    for lang in ("fr", "en"):
        there = set(texts(json.loads((WORDS / f"{lang}.json").read_text("utf-8"))))
        # Each beginning of a key, so that one that is put together is looked for at once.
        begun = {text[:end] for text in there for end in range(1, len(text))}
        missing += [
            f"{name}: {key} is not in {lang}.json"
            for key, name in sorted(asked)
            if key not in there and not (key[-1] in "._" and key in begun)
        ]
    assert not missing, "\n".join(["", *missing])


def test_no_template_carries_a_french_sentence_of_its_own() -> None:
    for path in (ROOT / "server" / "pages").glob("*.html"):
        shown = re.sub(
            r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}|<[^>]*>", "", path.read_text("utf-8"), flags=re.DOTALL
        )
        assert not re.search(r"[éèêàùçôîœ]", shown), path.name


def test_french_marks_keep_the_space_before_them_on_their_line() -> None:
    said = (WORDS / "fr.json").read_text("utf-8")
    assert re.findall(r'[^":]{12} (?:[;!?»]|:(?=[ "]))|« .{12}', said) == []
