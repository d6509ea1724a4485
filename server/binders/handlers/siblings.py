"""Beside a note, for its editor: titles to link to, and the themes in use in its classeur."""

from functools import partial
from typing import Any, Final

from aiohttp import web

from server.binders.rules.siblings import beside, one_spelling
from server.clock import now_ms
from server.http.access import note_access
from server.http.keys import ENGINE
from server.storage import siblings
from server.targets import NoteTarget
from server.text.paths import target_path
from server.visitors.team import TEAM

MOST: Final = 20


async def get(request: web.Request) -> web.Response:
    """GET /n/{token}/siblings?q=: notes to link to with these words in their title, best first.

    Of its classeur; of a note that is in none, those that this device may read.
    """
    look = partial(beside, **_asked(request), query=request.query.get("q", ""))
    is_in, listed = await request.app[ENGINE].read(look)
    notes = [
        {"note": id_, "title": title, "url": target_path(NoteTarget(id_))} for id_, title in listed[:MOST]
    ]
    return web.json_response({"notes": notes, "more": max(0, len(listed) - MOST), "is_in": is_in})


async def themes(request: web.Request) -> web.Response:
    """GET /n/{token}/themes: those in use in its classeur, each once however it is spelt."""
    found = await request.app[ENGINE].read(partial(siblings.themes, **_asked(request)))
    return web.json_response({"themes": one_spelling(found)})


def _asked(request: web.Request) -> dict[str, Any]:
    access = note_access(request)
    return {
        "note": access.note,
        "device": access.device,
        "proof": request.app[TEAM].proof,
        "now": now_ms(),
    }
