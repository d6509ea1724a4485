"""The pochettes that a device has opened, for its home page, and the one of the day with its notes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from aiohttp import web

from crdt.roles import Role
from export.note.card import Status
from server.folders.notes import facts_in
from server.http.keys import CLOCK, SEAL
from server.ids import BinderId, DeviceId
from server.links.handlers.target_name import name_of
from server.links.rules.openings import Known, WayIn, url_of, ways_in
from server.rights.access import Access
from server.storage import Db, folders
from server.storage.devices import Device
from server.storage.folders import FolderOpening
from server.targets import FolderTarget

# A pochette that a device can open, and by what.
Listed: TypeAlias = tuple[FolderOpening, WayIn]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """`days` are those with a day, the newest first; `day` is the pochette of today, or the next one."""

    days: tuple[dict[str, Any], ...] = ()
    themes: tuple[dict[str, Any], ...] = ()
    day: dict[str, Any] | None = None

    def __bool__(self) -> bool:
        return bool(self.days or self.themes)


async def shelf_of(request: web.Request, device: Device, listed: Sequence[Listed]) -> Shelf:
    """As the template reads it."""
    rows = [_row(request, opening, way) for opening, way in listed]
    of_day = _of_day([opening for opening, _ in listed], request.app[CLOCK].today())
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


async def _notes(request: web.Request, device: Device, opening: FolderOpening, way: WayIn) -> dict[str, Any]:
    by = way.link
    access = Access(
        link=by.id if by else None,
        target=FolderTarget(opening.folder.id),
        role=way.role,
        device=device.id,
        visitor=device.visitor,
        name=device.name,
        colour=device.colour,
        generation=by.generation if by else 1,
        is_own=by is None,
    )
    token = request.app[SEAL].token(by.id, by.generation) if by else opening.folder.id
    found = [note for note in await facts_in(request, access, token) if not note["withdrawn"]]
    return {
        "notes": found,
        "minutes": sum(note["minutes"] for note in found),
        "ready": sum(note["status"] == Status.READY for note in found),
    }


def _row(request: web.Request, opening: FolderOpening, way: WayIn) -> dict[str, Any]:
    row = opening.folder
    return {
        "name": name_of(request, row),
        "day": row.day,
        "changed_at": row.changed_at,
        "title": row.title if row.day else "",
        "audience": row.audience,
        "count": opening.notes,
        "url": url_of(request.app[SEAL], way, FolderTarget(row.id)),
        "may_edit": way.role.allows(Role.EDIT),
    }


def find(db: Db, device: DeviceId, *, outside: Collection[BinderId], now: int) -> list[Listed]:
    """What this device can still open and none of these classeurs gives it."""
    opened = folders.openings(db, device, outside=outside)
    known = [Known(FolderTarget(one.folder.id), one.granted, one.by) for one in opened]
    found = zip(opened, ways_in(db, device, known, now), strict=True)
    return [(opening, way) for opening, way in found if way is not None]
