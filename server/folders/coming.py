"""By which link a note comes into a pochette: the one its bringer came by, or one of the pochette's own."""

from aiohttp import web

from crdt.roles import Role
from server.folders.folders import row_of
from server.http.access import LANG, folder_access
from server.http.templates import PAGES
from server.ids import DeviceId, NoteId
from server.links.handlers.target_name import name_of
from server.links.rules.fields import MOST_LETTERS
from server.links.rules.openings import WayIn, way_to_read
from server.links.rules.sharing import first_open
from server.secrets.tokens import new_link_id
from server.storage import Db, binders
from server.storage.rights import links
from server.storage.rights.links import Link, Used
from server.targets import NoteTarget


async def label_of(request: web.Request) -> str:
    """What the links that a pochette holds its notes by are called in the notes: by the pochette."""
    row = await row_of(request.app, folder_access(request).folder)
    told = request.app[PAGES].words[request[LANG]]("share.ofFolder", name=name_of(request, row))
    return told[:MOST_LETTERS]


def way_for_pochette(db: Db, device: DeviceId, note: NoteId, now: int) -> WayIn | None:
    """By what a device may put a note into a pochette; None where it may not.

    A note of a classeur comes in by a right of the device's own only where it has a link to edit: what is in
    the classeur alone is for its people.
    """
    way = way_to_read(db, device, NoteTarget(note), now)
    if way is None or way.link is not None or binders.holding(db, NoteTarget(note)) is None:
        return way
    return way if first_open(links.of_target(db, NoteTarget(note)), Role.EDIT, now) is not None else None


def bring(db: Db, device: DeviceId, note: NoteId, *, label: str, at: int) -> Used | None:
    """The link that shows a note in a pochette from now on; None for who may not put it there.

    A right that is no link's gets a link to read of its own, which ends with that right. By a link that
    others have the note would stay in the pochette after it.
    """
    way = way_for_pochette(db, device, note, at)
    if way is None or way.link is not None:
        return way.link.used if way and way.link else None
    found = next((one for one in links.of_target(db, NoteTarget(note)) if _is_its(one, device, label)), None)
    if found is None or not found.is_open(at):
        found = Link(id=new_link_id(), target=NoteTarget(note), role=Role.READ, label=label)
        links.insert(db, found, by=device, at=at)
    return found.used


def _is_its(link: Link, device: DeviceId, label: str) -> bool:
    is_plain = link.expires_at is None and link.password_hash is None and link.through is None
    return (
        is_plain
        and link.closed_at is None
        and (link.created_by, link.role, link.label) == (*(device, Role.READ, label),)
    )
