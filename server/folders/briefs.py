"""Briefs of a pochette: its notes as they stand now, and the words of its cover."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from aiohttp import web

from export.folder.folder import Folder, Note
from export.note.brief import Brief
from export.note.formats import Format
from export.note.labels import moment
from server.folders.places import Place, known_as
from server.folders.rules.agenda import agenda_of
from server.http.access import LANG
from server.http.keys import CLOCK
from server.http.paths import public_origin
from server.http.templates import PAGES
from server.paper.briefs import live_brief
from server.storage.folders import FolderRow


async def folder_of(request: web.Request, row: FolderRow, found: Sequence[Place], **how: Any) -> Folder:
    """The pochette as it is on disk now; `how`: fields of a folder. Raises BadCard."""
    notes, clock = [], request.app[CLOCK]
    for place in found:
        # Dated by its last change: until the next it prints the same, and need not be printed again.
        at = clock.at(place.changed_at)
        origin = public_origin(request)
        brief = await live_brief(request.app, place.item.note, printed_at=at, origin=origin)
        notes.append(as_note(row, brief, colour=place.item.colour, urls=known_as(request, place)))
    closed_at = clock.at(max([row.changed_at, *(place.changed_at for place in found)]))
    agenda = tuple(agenda_of(row, [place.item.id for place in found]))
    return bound_as(request, row, notes, closed_at, agenda=agenda, **how)


def as_note(row: FolderRow, brief: Brief, *, colour: int, urls: tuple[str, ...]) -> Note:
    """A note as this pochette prints it."""
    brief = replace(
        brief,
        date=brief.date or moment(brief.printed_at, brief.lang),
        format=Format(row.format),
        classification=row.classification or brief.classification,
        numbers_paragraphs=row.paragraph_numbers,
        has_holes=row.holes,
        is_one_sided=not row.two_sided,
    )
    return Note(brief=brief, colour=colour, urls=urls)


def bound_as(
    request: web.Request, row: FolderRow, notes: Sequence[Note], closed_at: datetime, **how: Any
) -> Folder:
    """Notes under the cover of the pochette; `how`: fields of a folder."""
    untitled = request.app[PAGES].words[request[LANG]]("folder.untitled")
    folder = Folder(
        title=row.title or ("" if row.day else untitled),
        notes=tuple(notes),
        closed_at=closed_at,
        day=row.day,
        audience=row.audience,
        classification=row.classification,
        has_cover=row.cover,
        has_contents=row.contents,
        is_two_sided=row.two_sided,
        has_holes=row.holes,
        message=row.message,
    )
    return replace(folder, **how)
