"""Pages of "Téléphone volé": which devices, who goes on, what ended; without script."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from aiohttp import web

from crdt.seat import Close
from export.languages.folding import sort_key
from export.note.labels import moment
from server.clock import as_datetime, now_ms
from server.errors import BadInputError
from server.http.access import DETAILS, LANG
from server.http.body import read_form, repeated
from server.http.keys import CLOCK, ENGINE
from server.ids import DeviceId, VisitorId
from server.live.keys import ROOMS
from server.live.revocations import Revocation
from server.live.rooms import Rooms
from server.storage import Db, carrying, devices, kept_rights, recovery_codes
from server.storage.devices import Device, DeviceRow
from server.targets import NoteTarget
from server.visitors import lost, shut_out
from server.visitors.device_pages import taken
from server.visitors.lost import Pressed, Reach
from server.visitors.own_pages import device_of, in_words, own_page

_DETAIL = "this device was closed by its owner"


async def ask(request: web.Request) -> web.Response:
    """GET /devices/stolen: what ends, and who goes on by the new addresses. Nothing is done yet."""
    device = device_of(request)
    chosen, found, others = await _reach(request, device, request.query.getall("device", []))
    trusted = lost.trusted(found, name=device.name, at=now_ms())
    look = partial(carrying.kept, devices=[row.id for row in others], now=now_ms())
    kept = await request.app[ENGINE].read(look)
    apart = await request.app[ENGINE].read(partial(_apart, device=device, rows=others))
    return own_page(
        request,
        "device-stolen.html",
        devices=[
            _facts(request, row, row.id in chosen)
            | taken(request, kept.get(row.id))
            | {"keeps": row.id in apart}
            for row in others
        ],
        people=_people(request, found, trusted),
        notes=found.notes,
        folders=found.folders,
        binders=found.binders,
        moved=len(found.moves),
        links=len(found.links),
        has_code=await _has_code(request, device),
    )


async def press(request: web.Request) -> web.Response:
    """POST /devices/stolen: suspend the chosen devices, or all others where the form names none."""
    device, form = device_of(request), await read_form(request)
    wanted = [str(value) for value in repeated(form, "device")]
    chosen, found, _ = await _reach(request, device, wanted)
    if not chosen:
        raise BadInputError("no_device_chosen")
    keep = {VisitorId(str(value)) for value in repeated(form, "keep")}
    work = partial(
        lost.press, device=device, lost=chosen, keep=keep if "asked" in form else None, at=now_ms()
    )
    async with cutting_off(request.app[ROOMS], found):
        done = await request.app[ENGINE].write(work)
    cut_off_rest(request.app, found, done)
    request[DETAILS] = {"devices": list(done.reach.lost), "links": len(done.reach.renewed)}
    look = partial(shut_out.links_of, device=device.id, arrivals=done.shut_out)
    return own_page(
        request,
        "device-lost.html",
        shut_out=shut_out.facts(request, await request.app[ENGINE].read(look)),
        has_code=await _has_code(request, device),
        **told(request, done),
    )


def told(request: web.Request, done: Pressed) -> Mapping[str, Any]:
    """What the page that follows says."""
    return {
        "devices": len(done.reach.lost),
        "links": len(done.reach.links),
        "titles": done.titles,
        "cut_off": len({one.visitor for one in done.shut_out}),
        "undone": done.undone,
        "moved": len(done.reach.moves),
        "told": done.told,
        "final": moment(request.app[CLOCK].at(done.loss.final_at), request[LANG]),
    }


async def _has_code(request: web.Request, device: Device) -> bool:
    """Whether there is a recovery code with which all of it can be taken back."""
    made_at = await request.app[ENGINE].read(partial(recovery_codes.made_at, visitor=device.visitor))
    return made_at is not None


@asynccontextmanager
async def cutting_off(rooms: Rooms, found: Reach) -> AsyncIterator[None]:
    """End the connections of lost devices, and those by links that get another address, before the commit."""
    moved = [move.target.id for move in found.moves if isinstance(move.target, NoteTarget)]
    async with (
        rooms.guests.revoking(
            Revocation(moved, why=Close.CHANGED, detail="the note has moved", only_own=True)
        ),
        rooms.guests.revoking(Revocation(found.links, why=Close.WITHDRAWN, detail="this link was renewed")),
        # The inner one ends first: a lost device hears that it is closed, and clears what it kept.
        rooms.guests.revoking(
            Revocation(found.lost, why=Close.DEVICE_CLOSED, detail=_DETAIL, but=frozenset(found.apart))
        ),
        rooms.guests.revoking(
            Revocation(found.apart, why=Close.RELOADING, detail="this device is on its own again")
        ),
    ):
        yield


def cut_off_rest(app: web.Application, found: Reach, done: Pressed) -> None:
    """End the connections by links that were made between look-up and commit."""
    for link in set(done.reach.links).difference(found.links):
        app[ROOMS].guests.close_link(link)


async def _reach(
    request: web.Request, device: Device, wanted: Iterable[str]
) -> tuple[list[DeviceId], Reach, list[DeviceRow]]:
    """The devices that are meant, what ends with them, and all others of the visitor."""
    return await request.app[ENGINE].read(partial(_look, device=device, wanted=set(wanted), at=now_ms()))


def _look(
    db: Db, *, device: Device, wanted: set[str], at: int
) -> tuple[list[DeviceId], Reach, list[DeviceRow]]:
    others = [one for one in devices.of_visitor(db, device.visitor) if one.id != device.id]
    chosen = [one.id for one in others if not wanted or one.id in wanted]
    return chosen, lost.reach(db, device.visitor, by=device.id, lost=chosen, at=at), others


def _apart(db: Db, *, device: Device, rows: Iterable[DeviceRow]) -> set[DeviceId]:
    """Those that keep something from before they were linked, which a press leaves to them."""
    return {row.id for row in rows if kept_rights.keeps_apart(db, row.id, device.visitor)}


def _people(request: web.Request, found: Reach, trusted: frozenset[VisitorId]) -> list[dict[str, Any]]:
    """Those who came by the links, each once, the doubtful first."""
    came: dict[VisitorId, dict[str, Any]] = {}
    for one in found.arrivals:
        person = came.setdefault(
            one.visitor,
            {
                "id": one.visitor,
                "name": one.name or "",
                "device": in_words(request, one.agent),
                "since": as_datetime(one.since).isoformat(),
                "links": 0,
                "keeps": one.visitor in trusted,
            },
        )
        person["links"] += 1
    return sorted(came.values(), key=lambda person: (person["keeps"], sort_key(person["name"])))


def _facts(request: web.Request, row: DeviceRow, is_chosen: bool) -> dict[str, Any]:  # noqa: FBT001 - a mark of the row
    return {
        "id": row.id,
        "label": in_words(request, row.agent),
        "seen": as_datetime(row.seen_at).isoformat(),
        "is_chosen": is_chosen,
    }
