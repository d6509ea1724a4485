"""Reads codes of French law out of npm's `@socialgouv/legi-data`: a chapter becomes a text."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tests.tools.bench.search.texts import Section, Text, notes, one_line

PACKAGE: Final = "@socialgouv/legi-data@2.513.0"


def read(folder: Path) -> Iterator[Text]:
    """The notes of the unpacked package, in the order of its files and of the law."""
    for path in sorted((folder / "data").glob("LEGITEXT*.json")):
        code = json.loads(path.read_text("utf-8"))
        yield from _notes(code, one_line(code["data"]["title"]).rstrip("."))


def _notes(section: dict[str, Any], theme: str) -> Iterator[Text]:
    articles = [child for child in section.get("children", ()) if child["type"] == "article"]
    if articles:
        title = one_line(section["data"]["title"]).rstrip(".")
        yield from notes(title, theme, map(_article, articles))
    for child in section.get("children", ()):
        if child["type"] == "section":
            yield from _notes(child, theme)


def _article(article: dict[str, Any]) -> Section:
    lines = str(article["data"].get("texte") or "").splitlines()
    blocks = tuple(block for line in lines if (block := one_line(line)))
    return Section(f"Article {article['data'].get('num') or ''}".strip(), blocks)
