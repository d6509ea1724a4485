"""Agenda and message of a pochette as its pages show them, and the numbers that keep their notes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from aiohttp import web

from export.folder.agenda import engagements
from export.folder.references import REFERENCE, kept, numbered
from server.http.keys import ENGINE
from server.ids import FolderId
from server.storage import Db, folders
from server.storage.folders import FolderRow


async def day_of(request: web.Request, row: FolderRow, notes: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What day-said.html shows; `notes`: the facts of those that this device is shown, in order."""
    row = await request.app[ENGINE].read(partial(with_items, row=row))
    said = engagements(agenda_of(row, [note["id"] for note in notes]), [note["title"] for note in notes])
    lines = [
        {
            "time": one.time,
            "what": one.what,
            "aside": one.aside,
            "notes": [{"number": number, **_link(notes[number - 1])} for number in one.notes],
        }
        for one in said
    ]
    return {"lines": lines, "message": row.message}


def agenda_of(row: FolderRow, items: Sequence[str]) -> list[str]:
    """The lines with the numbers that notes have among these items."""
    return [numbered(line, items) for line in row.agenda.splitlines()]


def find(db: Db, folder: FolderId) -> FolderRow | None:
    """The pochette, with an agenda that names items."""
    row = folders.find(db, folder)
    return None if row is None else with_items(db, row)


def with_items(db: Db, row: FolderRow) -> FolderRow:
    """The pochette with an agenda that names items; one that is older than its notes has numbers."""
    if not REFERENCE.search(row.agenda):
        return row
    items = [item.id for item in folders.items(db, row.id)]
    return replace(row, agenda="\n".join(kept(line, items) for line in row.agenda.split("\n")))


def keep_numbers(db: Db, folder: FolderId) -> None:
    """Write down which notes the agenda is about; to be called before places change, and after notes came."""
    row = folders.find(db, folder)
    if row is not None and (now := with_items(db, row)) != row:
        folders.update(db, now)


def _link(note: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": note["title"], "colour": note["colour"], "url": note["read"]}
