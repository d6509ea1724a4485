"""One printed page: which passages of its note have changed on it since, and which elsewhere."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from export.changes.told import Told
from export.errors import ExportError
from export.note.brief import read_brief
from export.paper.page_changes import on_page
from export.paper.word_boxes import WordBoxes
from server.errors import NotFoundError
from server.jobs.asker import Asker
from server.paper.press import Press
from server.storage.edition_words import Stretch

MOST_SHOWN: Final = 60
"""Passages that one page tells in words."""

# A time that no text depends on.
_ANY_TIME = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What has changed on a page, or in all of the note where `number` is None.

    `is_located` is false where nobody knows any more what stood on that page, `is_told` where the texts
    cannot be compared: they differ, and nobody knows in what.
    """

    here: list[Told]
    elsewhere: int = 0
    number: int | None = None
    pages: int = 0
    is_located: bool = True
    is_told: bool = True


async def changed_on(
    press: Press, before: str, after: str, *, number: int | None, stretch: Stretch | None, asker: Asker
) -> Changed:
    """`number` counts from the first page of the note.

    Raises NotFoundError where it has no such page, and BusyError.
    """
    pages = stretch.pages if stretch is not None else 0
    if number is not None and stretch is not None and number > stretch.pages:
        raise NotFoundError("no_sheet_page", last=stretch.pages)
    try:
        changed = await _changes(press, before, after, asker)
    except ExportError:
        return Changed(here=[], number=number, pages=pages, is_located=number is None, is_told=False)
    if number is None:
        return Changed(here=changed)
    here = _on_page(changed, before, number, stretch) if stretch is not None else None
    if here is None:
        return Changed(here=changed, number=number, pages=pages, is_located=False)
    return Changed(here=here, elsewhere=len(changed) - len(here), number=number, pages=pages)


async def has_changed(press: Press, before: str, after: str, asker: Asker) -> bool:
    """Whether a passage has; also where the texts cannot be compared, or one is gone. Raises BusyError."""
    if before == after:
        return False
    try:
        brief = await press.read(after, printed_at=_ANY_TIME)
        return not before or (await press.counted(replace(brief, previous=before), asker)).passages > 0
    except ExportError:
        return True


async def _changes(press: Press, before: str, after: str, asker: Asker) -> list[Told]:
    if before == after:
        return []
    brief = await press.read(after, printed_at=_ANY_TIME)
    return list(await press.told(replace(brief, previous=before), asker))


def _on_page(changed: list[Told], before: str, number: int, stretch: Stretch) -> list[Told] | None:
    """None where the text has other lines than were printed: a passage was erased from it since."""
    try:
        boxes = WordBoxes.from_bytes(stretch.boxes)
        body = read_brief(before, printed_at=_ANY_TIME).body
    except (ExportError, ValueError):
        return None
    return on_page(changed, boxes, number) if body.count("\n") == boxes.lines else None
