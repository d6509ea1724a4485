"""The page on several machines quotes what logs and pages really say."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "several-machines.md").read_text("utf-8")
FAILURES = PAGE[PAGE.index("## When something fails") : PAGE.index("One node sends")]


def test_every_line_of_a_log_that_it_quotes_is_written_somewhere() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "server").rglob("*.py"))
    lines = set(re.findall(r"`([a-z][^`\n]* [^`\n]*)`", FAILURES))
    assert len(lines) >= 3
    assert [line for line in lines if f'"{line}"' not in source] == []


def test_every_word_of_a_page_that_it_quotes_is_in_the_catalogue() -> None:
    texts = set(_texts(json.loads((ROOT / "web" / "words" / "en.json").read_text("utf-8"))))
    quoted = set(re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", FAILURES))
    assert len(quoted) >= 4
    assert quoted - texts == set()


def _texts(words: object) -> list[str]:
    if isinstance(words, dict):
        return [text for word in words.values() for text in _texts(word)]
    return [str(words)]
