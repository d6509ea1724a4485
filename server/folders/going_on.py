"""Notes of a pochette with what this device has read of each, and where its reading goes on."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from aiohttp import web

from crdt.roles import Role
from export.note.card import Status
from server.http.access import LANG
from server.http.keys import ENGINE
from server.http.templates import PAGES
from server.ids import NoteId
from server.reading import when
from server.reading.states import NO_STATE, State, came_at, states
from server.rights.access import FolderAccess
from server.storage import folders


async def states_in(
    request: web.Request, access: FolderAccess, notes: Sequence[Mapping[str, Any]]
) -> dict[NoteId, State]:
    """State of each since this device read it; `notes` are facts of the pochette's notes.

    None is new to a device that composes the pochette.
    """
    put_in = await request.app[ENGINE].read(partial(folders.put_in, folder=access.folder))
    came = await came_at(request, access.target)
    found = await states(request, [note["note"] for note in notes], came_at=came, put_in=put_in)
    if not access.role.allows(Role.EDIT):
        return found
    return {note: NO_STATE if state.kind == "new" else state for note, state in found.items()}


def going_on(
    request: web.Request, notes: Sequence[Mapping[str, Any]], found: Mapping[NoteId, State]
) -> dict[str, Any]:
    """The notes with their states, and where reading goes on: `first` is counted from 1."""
    seen = [found[note["note"]] for note in notes]
    unread = [number for number, state in enumerate(seen, 1) if state.kind != "read"]
    first = unread[0] if unread else 1
    goes_on = "again" if notes and not unread else "goOn" if any(state.at for state in seen) else "begin"
    return {
        "notes": [_note(request, note, found[note["note"]]) for note in notes],
        "goes_on": goes_on,
        "first": first,
        "first_url": notes[first - 1]["read"] if notes else "",
    }


def _note(request: web.Request, note: Mapping[str, Any], state: State) -> dict[str, Any]:
    """Behind its theme stands when it was read, of a note that changed since; else how long it takes."""
    t = request.app[PAGES].words[request[LANG]]
    beside = t("today.minutes", count=note["minutes"])
    if state.at is not None and state.kind in {"changed", "rewritten"}:
        beside = when.read_on(request, state.at)
    draft = t("today.draft") if note["status"] == Status.DRAFT else ""
    return {**note, "state": state, "said": [one for one in (note["theme"], beside, draft) if one]}
