"""The user guide calls every button and every state by the name that is on the screen."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"\*\*([^*]+)\*\*")


def texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in texts(inner)]
    return [plain(str(value))]


def plain(text: str) -> str:
    """Any space is a space, any apostrophe an apostrophe."""
    return re.sub(r"\s", " ", text).replace("’", "'")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_the_guide_names_is_on_the_screen(lang: str) -> None:
    guide = (ROOT / "docs" / "guide" / f"{lang}.md").read_text("utf-8")
    words = texts(json.loads((ROOT / "web" / "words" / f"{lang}.json").read_text("utf-8")))

    assert [name for name in NAMED.findall(guide) if plain(name) not in words] == []
