"""The notes of a pochette in their places, each with the links by which it is known and opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from aiohttp import web

from server.clock import now_ms
from server.errors import NotFoundError
from server.http.access import FolderAccess, folder_access
from server.http.keys import ENGINE, SEAL
from server.http.paths import link_path, public_origin
from server.links.openings import way_to_read
from server.storage import Db, cards, folders, links, notes, password_grants
from server.storage.folders import Item
from server.storage.links import Link
from server.targets import NoteTarget


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A note in a pochette, and the links by which it is known and opened.

    It is withdrawn once the link by which it came is renewed, or closed to its bringer, and in the
    trash: then it is neither read nor printed there. `is_outdated`: the link was only renewed.
    """

    item: Item
    is_withdrawn: bool
    is_outdated: bool
    changed_at: int
    status: str
    links: tuple[Link, ...]
    way_in: Link | None


async def places(request: web.Request) -> list[Place]:
    """The notes of the pochette that was asked for, in order, without those that were withdrawn."""
    return [place for place in await all_places(request) if not place.is_withdrawn]


async def all_places(request: web.Request) -> list[Place]:
    """The same with withdrawn ones, for editors of the pochette."""
    return await places_of(request.app, folder_access(request))


async def places_of(app: web.Application, access: FolderAccess) -> list[Place]:
    """All of them, as somebody with this access sees them."""
    return await app[ENGINE].read(partial(_places, access=access, now=now_ms()))


def place_with(found: Sequence[Place], item: str) -> int:
    """Which of them it is, counted from 0. Raises NotFoundError."""
    at = next((number for number, place in enumerate(found) if place.item.id == item), None)
    if at is None:
        raise NotFoundError("no_link")
    return at


def known_as(request: web.Request, place: Place) -> tuple[str, ...]:
    """The addresses by which other notes may name this one."""
    seal, origin = request.app[SEAL], public_origin(request)
    return tuple(origin + link_path(seal, link) for link in place.links)


def _places(db: Db, *, access: FolderAccess, now: int) -> list[Place]:
    return [_place(db, item, access, now) for item in folders.items(db, access.folder)]


def _place(db: Db, item: Item, access: FolderAccess, now: int) -> Place:
    row = notes.find(db, item.note)
    return Place(
        item=item,
        is_withdrawn=is_withdrawn(db, item, now),
        is_outdated=row is not None and _is_outdated(db, item, now),
        changed_at=row.changed_at if row else 0,
        status=cards.status(db, item.note).value,
        links=tuple(link for link in links.of_note(db, item.note) if link.is_open(now)),
        way_in=way_to_read(db, access.device, NoteTarget(item.note), now) if access.device else None,
    )


def is_withdrawn(db: Db, item: Item, now: int) -> bool:
    """Whether the note is in the trash, or its link no longer opens it for the device that brought it.

    One that gets a password is so until they have said it: a pochette passes on what its authors may read.
    """
    if notes.find(db, item.note) is None:
        return True
    return item.used is not None and password_grants.still_opens(db, item.used, item.by, now) is None


def _is_outdated(db: Db, item: Item, now: int) -> bool:
    link = links.find(db, item.used.link) if item.used else None
    return link is not None and link.is_open(now) and link.used != item.used
