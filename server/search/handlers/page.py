"""GET and POST /search: the search as a page, without script."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote

from aiohttp import web

from export.languages import language_of
from export.note.card import Status
from server.errors import BadInputError, RefusedError
from server.http.access import LANG
from server.http.body import read_form
from server.http.keys import CLOCK
from server.http.templates import PAGES
from server.search.handlers.asking import ask, come
from server.search.handlers.request import SearchRequest, read_search
from server.search.handlers.results import facts_of
from server.search.rules.ranking import Answer, Result, ShownSnippet
from server.storage.devices import Device
from server.visitors.own_pages import own_page

# Of the snippets of a note so many are seen, the others unfold.
_SEEN: Final = 2
# A refusal of these is told above the form, with what was typed still in it.
_TOLD: Final = ("query_", "search_", "bad_search")


async def show(request: web.Request) -> web.Response:
    """The empty form, and in how much it would look."""
    device = await come(request)
    return await _page(request, device, SearchRequest())


async def post(request: web.Request) -> web.Response:
    """What was found. Words come in the body of the form: they stand in no address and in no history."""
    device = await come(request)
    form = await read_form(request)
    try:
        asked = _read(form)
        return await _page(request, device, asked)
    except RefusedError as error:
        if not error.code.startswith(_TOLD):
            raise
        return await _page(request, device, _kept(form), refusal=error)


def _read(form: Mapping[str, object]) -> SearchRequest:
    """A field on another page has no box for comments: they are searched. Raises BadInputError."""
    return read_search(form, comments="chosen" not in form)


def _kept(form: Mapping[str, object]) -> SearchRequest:
    """What stays in the form above which a refusal is told: the filters too, where they can be read."""
    said = form.get("q")
    q = said if isinstance(said, str) else ""
    try:
        return replace(_read(form), q=q)
    except BadInputError:
        return SearchRequest(q=q)


async def _page(
    request: web.Request, device: Device | None, asked: SearchRequest, *, refusal: RefusedError | None = None
) -> web.Response:
    t = request.app[PAGES].words[request[LANG]]
    answer, query = None, None
    if device is not None and refusal is None:
        query, answer = await ask(request, device, asked)
    elif device is not None and refusal is not None and refusal.retry_s is None:
        _, answer = await ask(request, device, SearchRequest())
    got = answer.retrieved if answer else None
    page = own_page(
        request,
        "search.html",
        status=refusal.status if refusal else HTTPStatus.OK,
        asked=asked,
        chosen=asked.chosen,
        refusal=t(f"errors.{refusal.code}.text", **refusal.params) if refusal else "",
        is_asked=query is not None,
        words=query.rest if query else "",
        binders=sorted(got.readable.names.items(), key=lambda one: one[1]) if got else [],
        themes=_with(got.themes, asked.chosen.theme) if got else [],
        people=_with(got.people, asked.chosen.who) if got else [],
        statuses=[(status.value, t(f"status.{status}")) for status in Status],
        looked=got.looked if got else None,
        notes=got.notes if got else 0,
        is_whole=got.is_whole if got else True,
        passages=answer.passages if answer else 0,
        results=[_result(request, answer, one) for one in answer.results] if answer else [],
        next=answer.next if answer else None,
    )
    if refusal is not None and refusal.retry_s is not None:
        page.headers["Retry-After"] = str(refusal.retry_s)
    return page


def _with(choices: Sequence[str], chosen: str) -> list[tuple[str, str]]:
    """Values and words of a list that has what was chosen, wherever that came from."""
    every = [*choices, *([chosen] if chosen and chosen not in choices else [])]
    return [(one, one) for one in every]


def _result(request: web.Request, answer: Answer, result: Result) -> dict[str, Any]:
    facts = facts_of(request, answer.retrieved, result)
    snippets = [
        {
            "parts": one.snippet.parts,
            "heading": one.snippet.heading,
            "url": _at_snippet(facts.url, one),
            "of": one.of,
        }
        for one in result.shown
    ]
    return {
        "url": facts.url,
        "title": result.title,
        "theme": facts.theme,
        "tab": facts.tab,
        "status": facts.status,
        "binder": facts.binder or "",
        "by": facts.by,
        "at": facts.at.isoformat(),
        "changed": _changed(request, facts.at),
        "is_archived": result.hit.is_archived,
        "passages": snippets[:_SEEN],
        "others": snippets[_SEEN:],
        "more": facts.more,
    }


def _at_snippet(url: str, one: ShownSnippet) -> str:
    """Behind `#`, which no browser sends: the thread, or the words of the snippet for the page's script."""
    if one.thread is not None:
        return f"{url}?view=edit#c-{one.thread}"
    return f"{url}#passage={quote(one.snippet.quote, safe='')}"


def _changed(request: web.Request, at: datetime) -> str:
    """In words, by the clock of the team."""
    t, clock = request.app[PAGES].words[request[LANG]], request.app[CLOCK]
    then, today = at.astimezone(clock.zone), clock.today()
    if then.date() == today:
        return t("searchPage.changedAt", hour=f"{then:%H}", minute=f"{then:%M}")
    day = language_of(request[LANG]).day(then).removesuffix(f" {today.year}")
    return t("searchPage.changedOn", day=day)
