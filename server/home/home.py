"""GET /: the notes and pochettes that this device has opened, and a start for those to come."""

from collections.abc import Collection
from functools import partial

from aiohttp import web

from crdt.compaction import LoadError
from crdt.roles import Role
from export.note.title import name_of
from server.clock import as_datetime, now_ms
from server.errors import ReloadingError
from server.folders.home import Shelf, shelf_of
from server.home.binders import NONE, binders_of, told
from server.home.day import day_of
from server.home.for_me_page import count_of
from server.http.access import DEVICE
from server.http.answer import page
from server.http.keys import ENGINE, SEAL
from server.http.paths import LinkPage, link_path, target_path
from server.http.templates import PAGES
from server.http.words import LANG
from server.ids import BinderId, DeviceId
from server.links.openings import handed_out, way_in
from server.live.rooms import ROOMS
from server.reading.states import State, states
from server.storage import (
    Db,
    devices,
    loss_notices,
    losses,
    notes,
    recovery_codes,
)
from server.storage.devices import Device
from server.storage.links import Link
from server.storage.loss_notices import Notice
from server.storage.notes import Opening
from server.targets import NoteTarget
from server.visitors import ends
from server.visitors.membership import is_member
from server.visitors.own_pages import refuse_suspended
from server.visitors.team import TEAM


async def home(request: web.Request) -> web.Response:
    """The page. Raises ForbiddenError to a browser that was declared stolen."""
    refuse_suspended(request)
    device = request[DEVICE]
    classeurs = await binders_of(request, device) if device else NONE
    outside = classeurs.reached
    find = partial(_listed, device=device.id, outside=outside, now=now_ms()) if device else None
    listed = await request.app[ENGINE].read(find) if find else []
    # What was opened is not new.
    since = await states(request, {opening.note for opening, _ in listed}, came_at=now_ms())
    opened = [await _row(request, opening, link, since[opening.note]) for opening, link in listed]
    shelf = await shelf_of(request, device, outside=outside) if device else Shelf()
    day = await day_of(request, device, classeurs, shelf.day) if device else None
    begins = await is_member(request, device)
    tell = partial(_told, device=device) if device else None
    shown = told(request, classeurs)
    notices, lacks_code = await request.app[ENGINE].read(tell) if tell else ([], False)
    answer = page(
        request,
        "home.html",
        facts={
            "begins": begins,
            "day": day["url"] if day else None,
            "binders": [{"name": one["name"], "url": one["url"]} for one in shown["open"]],
        },
        binders=shown,
        takes_notes=classeurs.takes_notes,
        ending=await ends.told(request, device),
        for_me=await count_of(request, device),
        notes=opened,
        shelf=shelf,
        day=day,
        begins=begins,
        is_team=request.app[TEAM].is_closed,
        notices=[_notice(request, notice) for notice in notices],
        lacks_code=lacks_code,
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


def _told(db: Db, *, device: Device) -> tuple[list[Notice], bool]:
    """What its visitor is to know as a manager, and whether they manage something without a recovery code."""
    own = devices.all_of(db, device.visitor)
    manages = any(losses.managed_by(db, own))
    return loss_notices.for_managers(db, own), manages and recovery_codes.made_at(db, device.visitor) is None


async def _row(request: web.Request, opening: Opening, link: Link | None, state: State) -> dict[str, object]:
    untitled = request.app[PAGES].words[request[LANG]]("editor.untitled")
    by, role = handed_out(link, opening.granted)
    return {
        "title": await _title(request, opening) or untitled,
        "url": link_path(request.app[SEAL], by) if by else target_path(NoteTarget(opening.note)),
        "note": opening.note,
        "role": role.value,
        "opened_at": as_datetime(opening.opened_at).isoformat(),
        "mine": opening.granted is Role.MANAGE,
        "state": state,
    }


async def _title(request: web.Request, opening: Opening) -> str:
    """The stored title, or what the note says: where that is newer, or where it has first words alone."""
    if opening.is_titled and opening.title:
        return opening.title
    try:
        return name_of(await request.app[ROOMS].markdown(opening.note))
    except (LoadError, ReloadingError):
        return opening.title


def _listed(
    db: Db, *, device: DeviceId, outside: Collection[BinderId], now: int
) -> list[tuple[Opening, Link | None]]:
    """What the device can still open and no classeur gives it, each with a link to it where there is one."""
    opened = notes.openings(db, device, outside=outside)
    found = ((opening, _way_in(db, device, opening, now)) for opening in opened)
    return [(opening, link) for opening, link in found if link is not None or opening.granted is not None]


def _way_in(db: Db, device: DeviceId, opening: Opening, now: int) -> Link | None:
    return way_in(db, device, NoteTarget(opening.note), granted=opening.granted, by=opening.by, now=now)
