"""Agenda and message of a pochette as its pages show them, and the numbers that keep their notes."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from aiohttp import web

from export.folder.agenda import engagements
from server.folders.rules.agenda import agenda_of, with_items
from server.http.keys import ENGINE
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


def _link(note: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": note["title"], "colour": note["colour"], "url": note["read"]}
