"""The words of the interface as a printer sets them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

WORDS = Path(__file__).parents[2] / "web" / "words"


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
