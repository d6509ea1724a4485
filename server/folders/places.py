"""The notes of a pochette in their places, each with what shows it there and the ways to the note itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from aiohttp import web

from crdt.roles import Role
from server.clock import now_ms
from server.errors import NotFoundError
from server.http.access import folder_access
from server.http.keys import ENGINE, SEAL
from server.http.paths import public_origin
from server.ids import LinkId
from server.links.rules.openings import WayIn, url_of, ways_to_read
from server.rights.access import FolderAccess
from server.storage import Db, cards, folders, notes, ways
from server.storage.folders import Item
from server.storage.rights import links
from server.storage.rights.links import Link
from server.storage.shown_items import still_shown
from server.targets import BinderTarget, NoteTarget
from server.text.paths import LinkPage, link_path, target_path
from server.visitors.team import TEAM


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A note in a pochette, the links by which it is known, and this device's ways to the note itself.

    It is withdrawn once the link by which it came is renewed, or closed to its bringer, unless a classeur
    holds both; and in the trash: then it is neither read nor printed there. `is_outdated`: the link was
    only renewed. `has_left`: it came by a classeur that does not hold both any more. `through`: the right
    of the device on the note by the classeur. In the archive a note is read and printed, not written.
    """

    item: Item
    is_withdrawn: bool
    is_outdated: bool
    has_left: bool
    is_archived: bool
    changed_at: int
    status: str
    links: tuple[Link, ...]
    way_in: WayIn | None
    through: Role | None

    @property
    def may_manage(self) -> bool:
        """Whether this device may be shown the addresses of all links to the note."""
        return Role.MANAGE in (self.through, self.way_in.role if self.way_in else None)

    @property
    def may_edit(self) -> bool:
        """Whether this device may write in the note."""
        rights = (self.through, self.way_in.role if self.way_in else None)
        return not self.is_archived and any(role.allows(Role.EDIT) for role in rights if role)


async def places(request: web.Request) -> list[Place]:
    """The notes of the pochette that was asked for, in order, without those that were withdrawn."""
    return [place for place in await all_places(request) if not place.is_withdrawn]


async def all_places(request: web.Request) -> list[Place]:
    """The same with withdrawn ones, for editors of the pochette."""
    return await places_of(request.app, folder_access(request))


async def places_of(app: web.Application, access: FolderAccess) -> list[Place]:
    """All of them, as somebody with this access sees them."""
    look = partial(_places, access=access, proof=app[TEAM].proof, now=now_ms())
    return await app[ENGINE].read(look)


def place_with(found: Sequence[Place], item: str) -> int:
    """Which of them it is, counted from 0. Raises NotFoundError."""
    at = next((number for number, place in enumerate(found) if place.item.id == item), None)
    if at is None:
        raise NotFoundError("no_link")
    return at


def known_as(request: web.Request, place: Place) -> tuple[str, ...]:
    """The addresses by which other notes may name this one."""
    seal, origin = request.app[SEAL], public_origin(request)
    own = target_path(NoteTarget(place.item.note))
    return (own, *(origin + path for path in (own, *(link_path(seal, link) for link in place.links))))


def address_of(request: web.Request, place: Place) -> str | None:
    """Where this device opens the note itself, in or beside the classeur; None without a way to it."""
    if place.through is not None:
        return target_path(NoteTarget(place.item.note))
    target = NoteTarget(place.item.note)
    return url_of(request.app[SEAL], place.way_in, target) if place.way_in else None


def links_of(request: web.Request, place: Place) -> str:
    """Where a link to the note itself is made."""
    way, target = place.way_in, NoteTarget(place.item.note)
    if place.through is not None or way is None or way.link is None:
        return target_path(target, LinkPage.LINKS)
    return link_path(request.app[SEAL], way.link, LinkPage.LINKS)


def address_to_share(request: web.Request, place: Place) -> str:
    """The note alone, never its pochette: a link to read where this device manages, else its own address.

    The own address gives nothing by itself; who opens it may ask for access.
    """
    link = next((link for link in place.links if link.role is Role.READ), None) if place.may_manage else None
    path = link_path(request.app[SEAL], link) if link else target_path(NoteTarget(place.item.note))
    return public_origin(request) + path


def _places(db: Db, *, access: FolderAccess, proof: str, now: int) -> list[Place]:
    found = folders.items(db, access.folder)
    holder = next((item.holder for item in found if item.holder), None)
    way = None
    if holder is not None and access.device is not None:
        way = ways.strongest(db, access.device, BinderTarget(holder), proof=proof, now=now)
    through = way.role if way and way.role.allows(Role.READ) else None
    ids = [item.note for item in found]
    rows, statuses, archived = notes.find_all(db, ids), cards.statuses(db, ids), notes.archived(db, ids)
    shown = still_shown(db, [item for item in found if item.note in rows], now)
    came_by = [item.used.link for item in found if item.used]
    every = {link.id: link for link in links.of_all(db, map(NoteTarget, ids), came_by)}
    open_links: dict[str, list[Link]] = {id_: [] for id_ in ids}
    for link in every.values():
        if link.is_open(now) and link.target.id in open_links:
            open_links[link.target.id].append(link)
    ways_in = ways_to_read(db, access.device, ids, now) if access.device else {}
    return [
        Place(
            item=item,
            is_withdrawn=item.id not in shown,
            is_outdated=item.note in rows and _is_outdated(item, every, now),
            has_left=item.note in rows and item.holder is None and item.used is None,
            is_archived=item.note in archived,
            changed_at=rows[item.note].changed_at if item.note in rows else 0,
            status=statuses[item.note].value,
            links=tuple(open_links[item.note]),
            way_in=ways_in.get(item.note),
            through=through if item.holder else None,
        )
        for item in found
    ]


def _is_outdated(item: Item, every: Mapping[LinkId, Link], now: int) -> bool:
    link = every.get(item.used.link) if item.used else None
    return link is not None and link.is_open(now) and link.used != item.used
