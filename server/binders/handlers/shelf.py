"""GET /c/{token}/pochettes: the pochettes of a classeur, by their day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, Final

from aiohttp import web

from crdt.roles import Role
from export.note.card import Status
from server.binders.handlers.frame import framed
from server.clock import TeamClock, now_ms
from server.folders.days import ticks_of
from server.http.access import LANG, binder_access
from server.http.keys import CLOCK, ENGINE
from server.http.templates import PAGES
from server.ids import BinderId
from server.links.handlers.target_name import day_name, name_of
from server.storage import Db, binder_folders
from server.storage.binder_folders import Listed
from server.storage.folders import FolderRow
from server.targets import FolderTarget
from server.text.paths import target_path

_MINUTE_MS: Final = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shelf:
    """The pochettes that are shown with their ticks; `before`: the last one before the first free day."""

    found: tuple[tuple[Listed, tuple[Status, ...]], ...]
    has_earlier: bool
    before: FolderRow | None


async def show(request: web.Request) -> web.Response:
    """`?weeks=all`: those of the weeks before this one as well."""
    access, clock = binder_access(request), request.app[CLOCK]
    day = clock.today()
    monday = day - timedelta(days=day.weekday())
    shows_all = request.query.get("weeks") == "all"
    look = partial(_look, binder=access.binder_id, monday=monday, day=day, shows_all=shows_all, now=now_ms())
    shelf = await request.app[ENGINE].read(look)
    cards = [(listed.folder, _card(request, listed, ticks)) for listed, ticks in shelf.found]
    dated = [(date.fromisoformat(row.day), card) for row, card in cards if row.day]
    edits = access.role.allows(Role.EDIT)
    free = _free_day({at for at, _ in dated}, day)
    return await framed(
        request,
        "binder-pochettes.html",
        here="folders",
        coming=[card for at, card in reversed(dated) if at > day],
        week=[card for at, card in dated if monday <= at <= day],
        others=[card for row, card in cards if not row.day],
        earlier=_by_week(request, [(at, card) for at, card in dated if at < monday]),
        has_earlier=shelf.has_earlier,
        shows_all=shows_all,
        free={"day": free.isoformat(), "name": day_name(request, free.isoformat())} if edits else None,
        again=_again(request, shelf.before, day) if edits else None,
        sources=[{"id": row.id, "name": card["name"]} for row, card in cards] if edits else [],
    )


def _look(db: Db, *, binder: BinderId, monday: date, day: date, shows_all: bool, now: int) -> _Shelf:
    since = "" if shows_all else monday.isoformat()
    found = binder_folders.listed(db, binder, since=since)
    items = binder_folders.items(db, binder, since=since)
    free = _free_day({date.fromisoformat(one.folder.day) for one in found if one.folder.day}, day)
    return _Shelf(
        found=tuple((one, ticks_of(db, items.get(one.folder.id, ()), now)) for one in found),
        has_earlier=binder_folders.is_before(db, binder, monday.isoformat()),
        before=binder_folders.last_before(db, binder, free.isoformat()),
    )


def _free_day(taken: set[date], day: date) -> date:
    """Today, or the next day without a pochette."""
    while day in taken:
        day += timedelta(days=1)
    return day


def _card(request: web.Request, listed: Listed, ticks: Sequence[Status]) -> dict[str, Any]:
    row, t = listed.folder, request.app[PAGES].words[request[LANG]]
    name = name_of(request, row)
    ready = ticks.count(Status.READY)
    return {
        "url": target_path(FolderTarget(row.id)),
        "name": name,
        # In this week a day says itself by its name and number.
        "short": " ".join(name.split(" ")[:2]) if row.day else name,
        "lines": [line for line in (row.title if row.day else "", row.audience) if line],
        "ticks": [status.value for status in ticks],
        "ready": ready,
        "to_review": ticks.count(Status.TO_REVIEW),
        "pages": listed.pages,
        "state": t(f"pochettes.states.{_state(listed, ticks, ready, request.app[CLOCK])}"),
    }


def _state(listed: Listed, ticks: Sequence[Status], ready: int, clock: TeamClock) -> str:
    if not ticks:
        return "empty"
    # An edition is dated by the minute.
    if listed.printed_at is not None and listed.printed_at + _MINUTE_MS > listed.folder.changed_at:
        printed = clock.at(listed.printed_at).date()
        return {0: "printedToday", 1: "printedYesterday"}.get((clock.today() - printed).days, "printed")
    if ready == len(ticks):
        return "ready"
    return "toReview" if Status.TO_REVIEW in ticks else "going"


def _by_week(
    request: web.Request, found: Sequence[tuple[date, dict[str, Any]]]
) -> list[tuple[str, list[dict[str, Any]]]]:
    """The latest week first, each with the name of its Monday."""
    weeks: dict[date, list[dict[str, Any]]] = {}
    for at, card in found:
        weeks.setdefault(at - timedelta(days=at.weekday()), []).append(card)
    # "Lundi 16 novembre" without its first word.
    return [
        (day_name(request, monday.isoformat()).partition(" ")[2], cards) for monday, cards in weeks.items()
    ]


def _again(request: web.Request, before: FolderRow | None, day: date) -> dict[str, str] | None:
    """The last pochette before the free day, to be made again."""
    if before is None:
        return None
    t, at = request.app[PAGES].words[request[LANG]], date.fromisoformat(before.day)
    key = {0: "againToday", 1: "againYesterday"}.get((day - at).days, "again")
    return {"id": before.id, "words": t(f"pochettes.{key}", name=name_of(request, before))}
