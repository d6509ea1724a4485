"""GET /: the notes and pochettes that this device has opened, and a start for those to come."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from aiohttp import web

from crdt.roles import Role
from export.note.title import name_of
from server.clock import as_datetime, now_ms
from server.comments.for_me import count_new
from server.folders.home import Listed, Shelf, shelf_of
from server.folders.home import find as find_folders
from server.home.binders import NONE, Binders, find, told, written
from server.home.day import day_of
from server.http.access import DEVICE, LANG
from server.http.answer import page
from server.http.keys import CLOCK, ENGINE, SEAL
from server.http.templates import PAGES
from server.ids import BinderId, DeviceId, NoteId
from server.links.rules.openings import Known, WayIn, url_of, ways_in
from server.reading import states
from server.reading.now import texts_now
from server.reading.states import NO_STATE, Looked, State
from server.storage import (
    Db,
    binder_folders,
    devices,
    loss_notices,
    notes,
    recovery_codes,
)
from server.storage.binder_folders import Listed as OfDay
from server.storage.devices import Device
from server.storage.loss_notices import Notice
from server.storage.notes import Opening
from server.storage.rights import grants
from server.targets import NoteTarget
from server.text.paths import LinkPage, link_path
from server.visitors import ends
from server.visitors.membership import is_member
from server.visitors.own_pages import refuse_suspended
from server.visitors.team import TEAM


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What the page is made of, as one transaction sees it; `days`: pochettes of classeurs from today on."""

    binders: Binders = NONE
    notes: Sequence[tuple[Opening, WayIn]] = ()
    looked: Looked = states.NOTHING
    folders: Sequence[Listed] = ()
    days: Mapping[BinderId, Sequence[OfDay]] = field(default_factory=dict)
    notices: Sequence[Notice] = ()
    lacks_code: bool = False
    for_me: int = 0


async def home(request: web.Request) -> web.Response:
    """The page. Raises ForbiddenError to a browser that was declared stolen."""
    refuse_suspended(request)
    device, clock = request[DEVICE], request.app[CLOCK]
    found, opened, shelf, day = _Found(), list[dict[str, object]](), Shelf(), None
    if device is not None:
        look = partial(_look, device=device, proof=request.app[TEAM].proof, live=written(request))
        found = await request.app[ENGINE].read(
            partial(look, now=now_ms(), since=clock.yesterday_ms(), today=clock.today())
        )
        # What was opened is not new.
        since = await states.told(request, found.looked, device.id, came_at=now_ms())
        titles = await _titles(request, [opening for opening, _ in found.notes])
        opened = [
            _row(request, opening, way, titles[opening.note], since.get(opening.note, NO_STATE))
            for opening, way in found.notes
        ]
        shelf = await shelf_of(request, device, found.folders)
        day = await day_of(request, device, found.binders, found.days, shelf.day)
    begins = await is_member(request, device)
    shown = told(request, found.binders)
    answer = page(
        request,
        "home.html",
        facts={
            "begins": begins,
            "day": day["url"] if day else None,
            "binders": [{"name": one["name"], "url": one["url"]} for one in shown["open"]],
        },
        binders=shown,
        takes_notes=found.binders.takes_notes,
        ending=await ends.told(request, device),
        for_me=found.for_me,
        notes=opened,
        shelf=shelf,
        day=day,
        begins=begins,
        is_team=request.app[TEAM].is_closed,
        notices=[_notice(request, notice) for notice in found.notices],
        lacks_code=found.lacks_code,
    )
    # Its form must tell an origin, which a page without any referrer does not.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


def _notice(request: web.Request, notice: Notice) -> dict[str, object]:
    t, seal = request.app[PAGES].words[request[LANG]], request.app[SEAL]
    return {
        "name": notice.name,
        "link": notice.link.label or t(f"roles.{notice.link.role}"),
        "url": link_path(seal, notice.link, LinkPage.MANAGE),
    }


def _row(request: web.Request, opening: Opening, way: WayIn, title: str, state: State) -> dict[str, object]:
    untitled = request.app[PAGES].words[request[LANG]]("editor.untitled")
    return {
        "title": title or untitled,
        "url": url_of(request.app[SEAL], way, NoteTarget(opening.note)),
        "note": opening.note,
        "role": way.role.value,
        "opened_at": as_datetime(opening.opened_at).isoformat(),
        "mine": opening.granted is Role.MANAGE,
        "state": state,
    }


async def _titles(request: web.Request, opened: Sequence[Opening]) -> dict[NoteId, str]:
    """The stored title, or what the note says: where that is newer, or where it has first words alone."""
    texts = await texts_now(request.app, [one.note for one in opened if not one.is_titled])
    stored = {one.note: one.title for one in opened}
    return stored | {note: name_of(text) for note, text in texts.items()}


def _look(
    db: Db, *, device: Device, proof: str, live: Mapping[NoteId, int], now: int, since: int, today: date
) -> _Found:
    open_ = find(db, device, proof=proof, live=live, now=now, since=since)
    listed = _listed(db, device=device.id, outside=open_.reached, now=now)
    own = devices.all_of(db, device.visitor)
    manages = any(grants.managed(db, own))
    return _Found(
        binders=open_,
        notes=listed,
        looked=states.look(db, device=device.id, notes=[opening.note for opening, _ in listed]),
        folders=find_folders(db, device.id, outside=open_.reached, now=now),
        days=binder_folders.listed_in(db, open_.reached, since=today.isoformat()),
        notices=loss_notices.for_managers(db, own),
        # Who manages something is told that they have no recovery code.
        lacks_code=manages and recovery_codes.made_at(db, device.visitor) is None,
        for_me=count_new(db, device.id, device.name, proof=proof, now=now),
    )


def _listed(
    db: Db, *, device: DeviceId, outside: Collection[BinderId], now: int
) -> list[tuple[Opening, WayIn]]:
    """What the device can still open and no classeur gives it, each with its way there."""
    opened = notes.openings(db, device, outside=outside)
    known = [Known(NoteTarget(one.note), one.granted, one.by) for one in opened]
    found = zip(opened, ways_in(db, device, known, now), strict=True)
    return [(opening, way) for opening, way in found if way is not None]
