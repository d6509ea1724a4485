"""POST /api/search: notes that hold some words, of those that this device may read."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from server.clock import as_datetime
from server.http.body import read_json
from server.ids import NoteId
from server.live.keys import ROOMS
from server.search.ask import Answer, Result, Shown
from server.search.asked import FIELDS, read_asked
from server.search.door import ask, come
from server.search.found_at import found_at
from server.search.passages import Parts
from server.search.query import Query


async def post(request: web.Request) -> web.Response:
    """The answer; an empty one to a browser that has never been here, of which nothing is kept."""
    device = await come(request)
    asked = read_asked(await read_json(request, FIELDS))
    if device is None:
        return web.json_response(NOTHING)
    query, answer = await ask(request, device, asked)
    return web.json_response(told(request, query, answer))


NOTHING: Mapping[str, Any] = {
    "notes": 0,
    "passages": 0,
    "looked": 0,
    "is_whole": True,
    "typed": [],
    "words": "",
    "results": [],
    "next": None,
    "building": None,
    "facets": {"themes": [], "people": []},
}


def told(request: web.Request, query: Query | None, answer: Answer) -> dict[str, Any]:
    """As pages and programs read it."""
    seen = answer.seen
    looked = seen.looked
    return {
        "notes": seen.notes,
        "passages": answer.passages,
        "looked": looked.notes,
        "is_whole": seen.is_whole,
        "typed": [{"name": name, "value": value} for name, value in query.typed] if query else [],
        "words": query.rest if query else "",
        "results": [_result(request, answer, one) for one in answer.results],
        "next": answer.next,
        "building": _building(looked.notes, looked.missing),
        "facets": {"themes": list(seen.themes), "people": list(seen.people)},
    }


def changed_at(request: web.Request, note: NoteId, at: int) -> int:
    """When a note was last written in, where that is in memory alone too (ms since 1970)."""
    loaded = request.app[ROOMS].loaded().get(note)
    return max(at, *loaded.wrote.values()) if loaded is not None and loaded.wrote else at


def _result(request: web.Request, answer: Answer, result: Result) -> dict[str, Any]:
    seen, hit = answer.seen, result.hit
    name = seen.readable.names.get(hit.binder) if hit.binder else None
    at = as_datetime(changed_at(request, hit.note, hit.changed_at))
    return {
        "note": hit.note,
        "url": found_at(seen, hit),
        "title": _parts(result.title),
        "theme": hit.theme,
        "tab": seen.tabs.get((hit.binder, hit.theme), 0) if hit.binder else 0,
        "status": hit.status,
        "binder": {"id": hit.binder, "name": name} if name is not None else None,
        "by": seen.name(hit),
        "changed_at": at.isoformat(),
        "archived": bool(hit.is_archived),
        "passages": [_passage(one) for one in result.shown],
        "more": result.count - len(result.shown),
    }


def _passage(shown: Shown) -> dict[str, Any]:
    passage = shown.passage
    told = {"parts": _parts(passage.parts), "heading": passage.heading, "quote": passage.quote}
    return told | {"of": shown.of} | ({} if shown.thread is None else {"thread": shown.thread})


def _parts(parts: Parts) -> list[list[object]]:
    return [[text, is_marked] for text, is_marked in parts]


def _building(notes: int, missing: int) -> dict[str, int] | None:
    return {"done": notes - missing, "all": notes} if missing else None
