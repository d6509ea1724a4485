"""The words of the interface as a printer sets them."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
WORDS = ROOT / "web" / "words"


def texts(words: dict[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in words.items():
        if isinstance(value, dict):
            yield from texts(value, f"{path}{key}.")
        else:
            yield path + key, value


def spoken(lang: str) -> dict[str, str]:
    return dict(texts(json.loads((WORDS / f"{lang}.json").read_text("utf-8"))))


# What a shell is told to run keeps its signs.
_COMMAND = re.compile(r"pip install '[^']+'")
_TYPOGRAPHY = {
    "fr": {
        "a straight apostrophe or quotation mark": r"['\"]",
        "three dots": r"\.\.\.",
        "two spaces": r"[ \u00a0\u202f]{2}",
        "no U+202F before ; ? ! »": r"(?<!\u202f)[;?!»](?!\w)",
        "no U+202F behind «": r"«(?!\u202f)",
        "no U+00A0 before a colon": r"(?<!\u00a0):(?!\S)",
        "no U+00A0 behind n°": r"n°(?! ?$)(?!\u00a0)",
        "no space that stays before %": r"\}\}[ ]?%",
    },
    "en": {
        "a straight apostrophe or quotation mark": r"['\"]",
        "three dots": r"\.\.\.",
        "two spaces": r"[ \u00a0\u202f]{2}",
        "a space before a sign": r"\s[:;?!”](?!\w)",
        "a space behind “": r"“\s",
    },
}


@pytest.mark.parametrize("lang", _TYPOGRAPHY)
def test_texts_are_set_as_a_printer_sets_them(lang: str) -> None:
    loose = [
        f"{key}: {rule}: {text!r}"
        for key, text in spoken(lang).items()
        for rule, sign in _TYPOGRAPHY[lang].items()
        if re.search(sign, _COMMAND.sub("", text))
    ]
    assert loose == []


@pytest.mark.parametrize("lang", _TYPOGRAPHY)
def test_a_noun_behind_a_count_has_both_its_forms(lang: str) -> None:
    known = spoken(lang)
    halves = [key for key in known if key.endswith("_one") and f"{key[:-4]}_other" not in known]
    # A limit is far above one: the text that names it needs no other form.
    alone = [
        key
        for key, text in known.items()
        if re.search(r"\{\{count\}\} [a-zé]{3,}s\b", text)
        and not re.search(r"_(zero|one|other)$|too-much", key)
    ]
    assert halves + alone == []


def test_languages_have_the_same_texts_with_the_same_parameters() -> None:
    def parameters(lang: str) -> dict[str, set[str]]:
        return {key: set(re.findall(r"\{\{(\w+)\}\}", text)) for key, text in spoken(lang).items()}

    assert parameters("en") == parameters("fr")


_LITERAL = re.compile(r"""[`"']([\w-]+(?:\.[\w-]+)*)[`"']""")
_HOLE = re.compile(r"\$?\{[^{}]*(?:\{[^{}]*\})?[^{}]*\}")
# A key with holes: `mail.why.${…}`, f"{…}.editors"; and "mail.what." ~ … ~ "Text" in a template.
_BUILT = re.compile(rf"""[`"']((?:[\w.-]|{_HOLE.pattern})*\.(?:[\w.-]|{_HOLE.pattern})*)[`"']""")
_JOINED = re.compile(r"""["']([\w-]+\.[\w.-]*)["'][^~"']*~[^~"']+(?:~ *["']([\w.-]+)["'])?""")


# Both halves of these are variables.
_IN_HALVES = ("errors.binder_in_trash.", "move.one.back", "move.one.gone", "move.some.back", "move.some.gone")


def sources() -> str:
    """Everything that may ask for a text."""
    folders = {"server": (".py", ".html"), "export": (".py",), "web/src": (".ts",), "web/worker": (".ts",)}
    return "\n".join(
        path.read_text("utf-8")
        for folder, kinds in folders.items()
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in kinds and ".test." not in path.name and "static" not in path.parts
    )


def test_every_text_is_asked_for_somewhere() -> None:
    source = sources()
    literals = set(_LITERAL.findall(source))
    words = set(re.findall(r"[\w-]+", source.lower()))
    shapes = {_HOLE.sub("\0", built) for built in _BUILT.findall(source)}
    shapes |= {f"{start}\0{end}" for start, last in _JOINED.findall(source) for end in {"", last}}
    shapes |= {f"{shape}\0" for shape in shapes if shape.endswith(".")}
    codes = re.findall(r'Error\(f"([^"]+)"', source)
    shapes |= {_HOLE.sub("\0", f"errors.{code}.text") for code in codes}
    patterns = [
        re.compile(r"([\w.-]+)".join(map(re.escape, shape.split("\0"))))
        for shape in shapes
        if "\0" in shape and re.search(r"[a-z]", shape)
    ]

    def is_used(key: str) -> bool:
        """As it stands, or with holes that words of the source fill."""
        if key in literals or key.startswith(_IN_HALVES):
            return True
        found = [match for pattern in patterns if (match := pattern.fullmatch(key))]
        return any(words.issuperset(".".join(match.groups()).lower().split(".")) for match in found)

    keys = {re.sub(r"_(zero|one|other)$", "", key) for key in spoken("fr")}
    assert sorted(key for key in keys if not is_used(key)) == []


# A word's key as Python writes it: in a section of its own or of errors.
_KEY = re.compile(r"(?:export|import)\.[a-z]+(?:-[a-z]+)*(?:\.[a-z-]+)*")


def strings(folder: Path) -> Iterator[str]:
    """Every string that is written in the code of a folder."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_every_reason_of_export_has_words_in_each_language() -> None:
    packages = {path.stem for path in (ROOT / "export").iterdir()} | {"languages"}
    written = {
        text
        for folder in ("export", "server")
        for text in strings(ROOT / folder)
        if _KEY.fullmatch(text)
        and text.split(".")[1] not in packages
        and not text.endswith((".html", ".css"))
    }
    assert {"export.too-long", "import.again"} <= written
    for language in sorted(WORDS.glob("*.json")):
        known = {key for key, _ in texts(json.loads(language.read_text("utf-8")))}
        missing = {
            key for key in written if not any(word == key or word.startswith(f"{key}.") for word in known)
        }
        assert missing == set(), language.name
