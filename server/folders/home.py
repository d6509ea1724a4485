"""The pochettes that a device has opened, for its home page, and the one of the day with its notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from aiohttp import web

from crdt.roles import Role
from export.note.card import Status
from server.clock import now_ms
from server.folders.notes import facts_in
from server.http.access import Access
from server.http.keys import ENGINE, SEAL
from server.http.paths import link_path
from server.ids import DeviceId
from server.links.openings import way_in
from server.links.target_name import name_of
from server.storage import Db, folders
from server.storage.devices import Device
from server.storage.folders import FolderOpening
from server.storage.links import Link
from server.targets import FolderTarget


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """`days` are those with a day, the newest first; `day` is the pochette of today, or the next one."""

    days: tuple[dict[str, Any], ...] = ()
    themes: tuple[dict[str, Any], ...] = ()
    day: dict[str, Any] | None = None

    def __bool__(self) -> bool:
        return bool(self.days or self.themes)


async def shelf_of(request: web.Request, device: Device) -> Shelf:
    """What this device can still open."""
    listed = await request.app[ENGINE].read(partial(_listed, device=device.id, now=now_ms()))
    rows = [_row(request, opening, link) for opening, link in listed]
    of_day = _of_day([opening for opening, _ in listed], date.today())  # noqa: DTZ011 - the day where the server is
    return Shelf(
        days=tuple(row for row in rows if row["day"]),
        themes=tuple(row for row in rows if not row["day"]),
        day=None if of_day is None else rows[of_day] | await _notes(request, device, *listed[of_day]),
    )


def _of_day(found: Sequence[FolderOpening], today: date) -> int | None:
    """Which of them is that of today or, before it is there, of the next day."""
    coming = [
        (opening.folder.day, at)
        for at, opening in enumerate(found)
        if opening.folder.day >= today.isoformat()
    ]
    return min(coming)[1] if coming else None


async def _notes(request: web.Request, device: Device, opening: FolderOpening, link: Link) -> dict[str, Any]:
    access = Access(
        link=link.id,
        target=FolderTarget(opening.folder.id),
        role=link.role,
        device=device.id,
        visitor=device.visitor,
        name=device.name,
        colour=device.colour,
        generation=link.generation,
    )
    token = request.app[SEAL].token(link.id, link.generation)
    found = [note for note in await facts_in(request, access, token) if not note["withdrawn"]]
    return {
        "notes": found,
        "minutes": sum(note["minutes"] for note in found),
        "ready": sum(note["status"] == Status.READY for note in found),
    }


def _row(request: web.Request, opening: FolderOpening, link: Link) -> dict[str, Any]:
    row = opening.folder
    return {
        "name": name_of(request, row),
        "day": row.day,
        "changed_at": row.changed_at,
        "title": row.title if row.day else "",
        "audience": row.audience,
        "count": opening.notes,
        "url": link_path(request.app[SEAL], link),
        "may_edit": link.role.allows(Role.EDIT),
    }


def _listed(db: Db, *, device: DeviceId, now: int) -> list[tuple[FolderOpening, Link]]:
    found = ((opening, _way_in(db, device, opening, now)) for opening in folders.openings(db, device))
    return [(opening, link) for opening, link in found if link is not None]


def _way_in(db: Db, device: DeviceId, opening: FolderOpening, now: int) -> Link | None:
    target = FolderTarget(opening.folder.id)
    return way_in(db, device, target, granted=opening.granted, by=opening.by, now=now)
