"""The words of the interface as a printer sets them."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
WORDS = ROOT / "web" / "words"


def texts(words: dict[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in words.items():
        if isinstance(value, dict):
            yield from texts(value, f"{path}{key}.")
        else:
            yield path + key, value


def test_no_french_line_begins_with_a_sign_that_belongs_to_the_word_before() -> None:
    words = json.loads((WORDS / "fr.json").read_text("utf-8"))
    loose = [key for key, text in texts(words) if re.search(r" [:;?!»]|« ", text)]
    assert loose == [], "expected U+00A0 before a colon, U+202F beside other signs"


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
