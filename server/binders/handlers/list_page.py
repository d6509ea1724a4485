"""GET /c/{token}?view=liste: the notes of a classeur, as the address asks for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import ceil
from typing import Any, Final

from aiohttp import hdrs, web

from crdt.roles import Role
from export.languages.folding import sort_key
from export.note.card import Status
from server.binders.handlers import changes
from server.binders.handlers.arrival_page import has_pressed
from server.binders.handlers.frame import framed
from server.binders.rules.list_query import MINE, By, ListQuery, Order, read_query
from server.binders.rules.rows import freshen, listed
from server.binders.rules.sections import MOST_TAKEN, Section, found, is_mine, page_of, sections
from server.binders.rules.themes import tab_colours
from server.clock import as_datetime, now_ms
from server.folders.days import band_of
from server.http.access import DEVICE, LANG, binder_access
from server.http.answer import compressed
from server.http.carrying import is_taken_along
from server.http.keys import CLOCK, ENGINE
from server.http.paths import own_path
from server.http.templates import PAGES
from server.ids import NoteId
from server.links.handlers.openings import remember
from server.live.keys import ROOMS
from server.reading.states import State
from server.rights.access import BinderAccess
from server.storage import Db, binder_list
from server.storage.binder_list import Deed, Listed, Loose
from server.targets import NoteTarget
from server.text.paths import target_path

# Who wrote so lately is told to be writing.
WRITING_MS: Final = 60_000
_INITIALS: Final = 2
_MOST_LOOSE: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class _Beside:
    """What is told of the rows that are shown, besides themselves."""

    deeds: dict[NoteId, Deed]
    threads: dict[NoteId, int]


async def show(request: web.Request) -> web.Response:
    access = binder_access(request)
    if request.method != hdrs.METH_HEAD:
        await remember(request)
    people = access.role.allows(Role.COMMENT)
    unfolded = frozenset(request.query.getall("deplie", []))
    reads = access.role is Role.READ
    query = read_query(request.query, unfolded, may_see_people=people, names_view=reads)
    every = await listed(request.app[ENGINE], request.app[ROOMS], access.binder_id)
    rows = found(every, query, access.visitor)
    shown, goes_on = _shown(request, rows, query)
    seen = [row for section in shown for row in section.rows]
    await freshen(request.app[ENGINE], request.app[ROOMS], seen)
    beside = await request.app[ENGINE].read(partial(_beside, seen=seen, people=people))
    since, unread = await changes.of_list(request, seen, every)
    colours = tab_colours({row.theme for row in every})
    base = own_path(request)
    writing = _writing(request) if people and not is_taken_along(request) else {}
    told = partial(_row, request, beside=beside, since=since, writing=writing, colours=colours, people=people)
    answer = await framed(
        request,
        "binder.html",
        loose=await _loose(request, access) if not every and access.role.allows(Role.EDIT) else [],
        here="notes",
        day=None if reads else await _band(request, access),
        unread=unread,
        facts={"query": query.path(base)},
        query=query,
        sections=[_section(request, section, query, colours, told) for section in shown],
        total=len(rows),
        chips=_chips(request, every, query, access, people=people),
        choices=_choices(every, people=people),
        groupings=_groupings(request, query, people=people),
        orders=_orders(request, query),
        following=replace(query, page=query.page + 1).path(base) if goes_on else "",
        clear=query.but(theme="", status=None, who="", finds_nothing=False).path(base),
        theme=query.theme,
        has_arrived=has_pressed(request, access.used),
    )
    return compressed(request, answer)


async def _band(request: web.Request, access: BinderAccess) -> dict[str, Any] | None:
    """The pochette of the day above the list; who reads has Aujourd'hui for it."""
    band = await band_of(request, request[DEVICE], access.binder_id, access.role)
    return band if band["may_edit"] or band["folder"] else None


def _shown(request: web.Request, rows: Sequence[Listed], query: ListQuery) -> tuple[list[Section], bool]:
    """The sections of one page, and whether another one follows; all on one where there is no network."""
    if is_taken_along(request):
        whole = replace(query, unfolded=frozenset(row.theme for row in rows))
        return page_of(sections(rows, whole, request.app[CLOCK]), 1, most=MOST_TAKEN)
    return page_of(sections(rows, query, request.app[CLOCK]), query.page)


async def _loose(request: web.Request, access: BinderAccess) -> list[Loose]:
    """What a classeur without notes offers to take in."""
    if access.device is None:
        return []
    return await request.app[ENGINE].read(partial(binder_list.loose, device=access.device, most=_MOST_LOOSE))


def _beside(db: Db, *, seen: Sequence[Listed], people: bool) -> _Beside:
    ids = [row.note for row in seen]
    if not people:
        return _Beside(deeds={}, threads={})
    return _Beside(deeds=binder_list.deeds(db, ids), threads=binder_list.open_threads(db, ids))


def _writing(request: web.Request) -> dict[NoteId, int]:
    """How many people write in each note that is open."""
    since = now_ms() - WRITING_MS
    open_notes = request.app[ROOMS].loaded().items()
    return {note: sum(at >= since for by, at in one.wrote.items() if by) for note, one in open_notes}


def _row(
    request: web.Request,
    row: Listed,
    *,
    beside: _Beside,
    since: Mapping[NoteId, State],
    writing: dict[NoteId, int],
    colours: Mapping[str, int],
    people: bool,
) -> dict[str, Any]:
    t = request.app[PAGES].words[request[LANG]]
    deed = beside.deeds.get(row.note)
    is_deed = deed is not None and deed.at > row.changed_at
    at = deed.at if deed is not None and is_deed else row.changed_at
    told: dict[str, Any] = {
        "note": row.note,
        "url": target_path(NoteTarget(row.note)),
        "title": row.title or t("editor.untitled"),
        "theme": row.theme,
        "colour": colours.get(row.theme, 0),
        "status": row.status.value,
        "at": as_datetime(at if people else row.changed_at).isoformat(),
        "pages": ceil(row.pages) if row.pages else 0,
        "what": "",
        "by": None,
        "writing": writing.get(row.note, 0),
        "threads": beside.threads.get(row.note, 0),
        "state": since[row.note],
    }
    if people:
        told["what"] = _what(request, row, deed if is_deed else None)
        told["by"] = (
            {"name": row.name, "colour": row.colour, "initials": initials(row.name)} if row.by else None
        )
    return told


def _what(request: web.Request, row: Listed, deed: Deed | None) -> str:
    """What was done last, and by whom."""
    t = request.app[PAGES].words[request[LANG]]
    if deed is not None and deed.kind == "edition":
        return t("list.printed", number=deed.number)
    kind, name = (deed.kind, deed.name) if deed else ("text", row.name)
    if not name:
        return t(f"list.did.{kind}Somebody") if deed or row.by else t("list.did.textNobody")
    return t(f"list.did.{kind}", name=name)


def _section(
    request: web.Request, section: Section, query: ListQuery, colours: Mapping[str, int], told: Any
) -> dict[str, Any]:
    base = own_path(request)
    t = request.app[PAGES].words[request[LANG]]
    if query.by is By.DATE:
        name = t(f"home.{section.key}")
    else:
        name = section.key or t("list.noTheme" if query.by is By.THEME else "list.nobody")
    return {
        "key": section.key,
        "name": name,
        "colour": colours.get(section.key, 0) if query.by is By.THEME else 0,
        "total": section.total,
        "folded": section.folded,
        "unfold": replace(query, unfolded=query.unfolded | {section.key}).path(base),
        "rows": [told(row) for row in section.rows],
    }


def _chips(
    request: web.Request, every: Sequence[Listed], query: ListQuery, access: BinderAccess, *, people: bool
) -> list[dict[str, Any]]:
    """The filters that one press sets; who reads has no "mine"."""
    base, mine = own_path(request), sum(is_mine(row, access.visitor) for row in every)
    review = sum(row.status is Status.TO_REVIEW for row in every)
    plain = query.but(theme="", status=None, who="", finds_nothing=False)
    chips = [("all", plain, len(every))]
    if people:
        chips.append(("mine", replace(plain, who=MINE), mine))
    chips.append(("review", replace(plain, status=Status.TO_REVIEW), review))
    return [
        {"name": name, "url": one.path(base), "count": count, "is_on": one == replace(query, page=1)}
        for name, one, count in chips
    ]


def _choices(every: Sequence[Listed], *, people: bool) -> dict[str, list[str]]:
    """What the form of filters offers."""
    return {
        "themes": sorted({row.theme for row in every if row.theme}, key=sort_key),
        "people": sorted({row.name for row in every if row.name}, key=sort_key) if people else [],
    }


def _groupings(request: web.Request, query: ListQuery, *, people: bool) -> list[dict[str, Any]]:
    base = own_path(request)
    kinds = [by for by in By if people or by is not By.PERSON]
    return [
        {"name": by.value, "url": query.but(by=by, unfolded=frozenset()).path(base), "is_on": by is query.by}
        for by in kinds
    ]


def _orders(request: web.Request, query: ListQuery) -> list[dict[str, Any]]:
    base = own_path(request)
    return [
        {"name": order.value, "url": query.but(order=order).path(base), "is_on": order is query.order}
        for order in Order
    ]


def initials(name: str) -> str:
    """One letter of the first word and one of the last, as capitals."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    return (
        "".join(word[0] for word in dict.fromkeys((words[0], words[-1])))[:_INITIALS].upper()
        if words
        else "?"
    )
