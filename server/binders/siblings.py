"""Beside a note, for its editor: titles to link to, and the themes in use in its classeur."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from aiohttp import web

from export.languages.folding import fold_line, sort_key
from server.clock import now_ms
from server.http.access import note_access
from server.http.keys import ENGINE
from server.ids import NoteId
from server.storage import siblings
from server.targets import NoteTarget
from server.text.paths import target_path
from server.visitors.team import TEAM

MOST: Final = 20


async def get(request: web.Request) -> web.Response:
    """GET /n/{token}/siblings?q=: notes of its classeur with these words in their title, best first."""
    look = partial(siblings.titles, **_asked(request))
    found = await request.app[ENGINE].read(look)
    listed = matching(found or (), request.query.get("q", ""))
    notes = [
        {"note": id_, "title": title, "url": target_path(NoteTarget(id_))} for id_, title in listed[:MOST]
    ]
    return web.json_response({"notes": notes, "more": max(0, len(listed) - MOST), "is_in": found is not None})


async def themes(request: web.Request) -> web.Response:
    """GET /n/{token}/themes: those in use in its classeur, each once however it is spelt."""
    found = await request.app[ENGINE].read(partial(siblings.themes, **_asked(request)))
    return web.json_response({"themes": one_spelling(found)})


def matching(found: Sequence[tuple[NoteId, str]], query: str) -> list[tuple[NoteId, str]]:
    """Titles with every word of the query; before others those that begin with it."""
    words, whole = fold_line(query).split(), fold_line(query)
    hits = [(fold_line(title), (id_, title)) for id_, title in found if title]
    kept = [(title, one) for title, one in hits if all(word in title for word in words)]
    kept.sort(key=lambda hit: (not hit[0].startswith(whole), hit[0]))
    return [one for _, one in kept]


def one_spelling(found: Mapping[str, int]) -> list[str]:
    """Of themes that differ in case, accents or spaces alone, the one that is used most; by the alphabet."""
    best: dict[str, str] = {}
    for theme in sorted(found, key=lambda theme: (-found[theme], sort_key(theme))):
        best.setdefault(fold_line(theme), theme)
    return sorted(best.values(), key=sort_key)


def _asked(request: web.Request) -> dict[str, Any]:
    access = note_access(request)
    return {
        "note": access.note,
        "device": access.device,
        "proof": request.app[TEAM].proof,
        "now": now_ms(),
    }
