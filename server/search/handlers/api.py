"""POST /api/search: notes that hold some words, of those that this device may read."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from server.http.body import read_json
from server.search.handlers.asking import ask, come
from server.search.handlers.request import FIELDS, read_search
from server.search.handlers.results import facts_of
from server.search.rules.query import Query
from server.search.rules.ranking import Answer, Result, ShownSnippet
from server.search.rules.snippets import Parts


async def post(request: web.Request) -> web.Response:
    """The answer; an empty one to a browser that has never been here, of which nothing is kept."""
    device = await come(request)
    asked = read_search(await read_json(request, FIELDS))
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
    got = answer.retrieved
    looked = got.looked
    return {
        "notes": got.notes,
        "passages": answer.passages,
        "looked": looked.notes,
        "is_whole": got.is_whole,
        "typed": [{"name": name, "value": value} for name, value in query.typed] if query else [],
        "words": query.rest if query else "",
        "results": [_result(request, answer, one) for one in answer.results],
        "next": answer.next,
        "building": _building(looked.notes, looked.missing),
        "facets": {"themes": list(got.themes), "people": list(got.people)},
    }


def _result(request: web.Request, answer: Answer, result: Result) -> dict[str, Any]:
    hit, facts = result.hit, facts_of(request, answer.retrieved, result)
    return {
        "note": hit.note,
        "url": facts.url,
        "title": _parts(result.title),
        "theme": facts.theme,
        "tab": facts.tab,
        "status": facts.status,
        "binder": {"id": hit.binder, "name": facts.binder} if facts.binder is not None else None,
        "by": facts.by,
        "changed_at": facts.at.isoformat(),
        "archived": bool(hit.is_archived),
        "passages": [_passage(one) for one in result.shown],
        "more": facts.more,
    }


def _passage(shown: ShownSnippet) -> dict[str, Any]:
    snippet = shown.snippet
    told = {"parts": _parts(snippet.parts), "heading": snippet.heading, "quote": snippet.quote}
    return told | {"of": shown.of} | ({} if shown.thread is None else {"thread": shown.thread})


def _parts(parts: Parts) -> list[list[object]]:
    return [[text, is_marked] for text, is_marked in parts]


def _building(notes: int, missing: int) -> dict[str, int] | None:
    return {"done": notes - missing, "all": notes} if missing else None
