"""One printed page: which passages of its note have changed on it since, and which elsewhere."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple

from export.errors import ExportError
from export.note.body_lines import body_lines
from export.note.brief import read_brief
from export.note.passages import Change, Passage, Word, passages, words
from export.note.plain_block import in_words as block_in_words
from export.note.title import plain
from export.paper.page_changes import on_page
from export.paper.word_boxes import WordBoxes
from server.errors import NotFoundError
from server.storage.edition_words import Stretch

MOST_SHOWN: Final = 60
"""Passages that one page tells in words."""

# A time that no text depends on.
_ANY_TIME = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What has changed on a page, or in all of the note where `number` is None.

    `is_located` is false where nobody knows any more what stood on that page.
    """

    here: list[Passage]
    elsewhere: int = 0
    number: int | None = None
    pages: int = 0
    is_located: bool = True


class Shown(NamedTuple):
    """A passage in words, under its heading; no words where only signs have changed."""

    change: Change
    heading: str
    words: list[tuple[Word, str]]


def changed_on(before: str, after: str, *, number: int | None, stretch: Stretch | None) -> Changed:
    """`number` counts from the first page of the note. Raises NotFoundError where it has no such page."""
    changed = passages(before, after)
    if number is None:
        return Changed(here=changed)
    if stretch is not None and number > stretch.pages:
        raise NotFoundError("no_sheet_page", last=stretch.pages)
    here = _on_page(changed, before, number, stretch) if stretch is not None else None
    if stretch is None or here is None:
        pages = stretch.pages if stretch is not None else 0
        return Changed(here=changed, number=number, pages=pages, is_located=False)
    return Changed(here=here, elsewhere=len(changed) - len(here), number=number, pages=stretch.pages)


def _on_page(changed: list[Passage], before: str, number: int, stretch: Stretch) -> list[Passage] | None:
    """None where the text has other lines than were printed: a passage was erased from it since."""
    try:
        boxes = WordBoxes.from_bytes(stretch.boxes)
        body = read_brief(before, printed_at=_ANY_TIME).body
    except (ExportError, ValueError):
        return None
    lines = body_lines(body, before) if body.count("\n") == boxes.lines else None
    return on_page(changed, boxes, lines, number) if lines is not None else None


def shown(changed: Changed) -> list[Shown]:
    """What has changed here, in words: for who may read the note."""
    return [
        Shown(passage.change, plain(passage.heading), _in_words(passage))
        for passage in changed.here[:MOST_SHOWN]
    ]


def _in_words(passage: Passage) -> list[tuple[Word, str]]:
    """A passage as people read it, by what stayed, went and came; nothing where only signs have changed."""
    before, after = block_in_words(passage.before), block_in_words(passage.after)
    return words(before, after) if before != after else []
