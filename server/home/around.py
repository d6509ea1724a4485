"""Other ways of a device to a note: its classeur, and a right to edit beside the link it came by."""

from dataclasses import dataclass
from functools import partial

from aiohttp import web

from crdt.roles import Role
from server.clock import now_ms
from server.http.keys import ENGINE
from server.rights.access import NoteAccess
from server.storage import Db, binders, ways
from server.storage.binders import BinderRow
from server.storage.rights import targets
from server.targets import BinderTarget
from server.visitors.team import TEAM


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """`binder`: the classeur that holds the note, where this device may read it. `may_unarchive`: edit in it.

    `may_edit`: edit the note at its own address, whatever the address that was asked gives.
    """

    binder: BinderRow | None = None
    may_unarchive: bool = False
    may_edit: bool = False
    is_archived: bool = False


async def around(request: web.Request, access: NoteAccess) -> Around:
    """What this device may do is the highest of its rights, whatever the address shows."""
    look = partial(_look, access=access, proof=request.app[TEAM].proof, now=now_ms())
    return await request.app[ENGINE].read(look)


def _look(db: Db, *, access: NoteAccess, proof: str, now: int) -> Around:
    is_archived = targets.standing(db, access.target).is_archived
    if access.device is None:
        return Around(is_archived=is_archived)
    strongest = partial(ways.strongest, db, access.device, proof=proof, now=now)
    way, binder = strongest(access.target), binders.holding(db, access.target)
    inside = strongest(BinderTarget(binder.id)) if binder else None
    return Around(
        binder=binder if inside and inside.role.allows(Role.READ) else None,
        may_unarchive=is_archived and inside is not None and inside.role.allows(Role.EDIT),
        may_edit=way is not None and way.role.allows(Role.EDIT) and not is_archived,
        is_archived=is_archived,
    )
