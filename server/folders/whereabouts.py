"""Place of a pochette: the classeur that holds it, and those into which this device may put it."""

from dataclasses import dataclass
from functools import partial

from aiohttp import web

from crdt.roles import Role
from server.clock import now_ms
from server.http.keys import ENGINE
from server.rights.access import FolderAccess
from server.storage import Db, binders, ways
from server.targets import BinderTarget
from server.text.paths import LinkPage, target_path
from server.visitors.team import TEAM


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A classeur that would take the pochette in, and how many people would read and compose it then."""

    id: str
    name: str
    readers: int
    editors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """`name` and `url` of its classeur, '' for none that this device may read. `may_leave`: be taken out.

    `files_at`: where a file becomes a note of the classeur, '' for who may not begin one there.
    """

    name: str = ""
    url: str = ""
    may_leave: bool = False
    files_at: str = ""
    into: tuple[Open, ...] = ()


async def whereabouts(request: web.Request, access: FolderAccess) -> Whereabouts:
    look = partial(_look, access=access, proof=request.app[TEAM].proof, now=now_ms())
    return await request.app[ENGINE].read(look)


def _look(db: Db, *, access: FolderAccess, proof: str, now: int) -> Whereabouts:
    if access.device is None:
        return Whereabouts()
    manages = access.role.allows(Role.MANAGE)
    holder = binders.holding(db, access.target)
    if holder is None:
        return Whereabouts(into=tuple(_managed(db, access, proof, now)) if manages else ())
    target = BinderTarget(holder.id)
    way = ways.strongest(db, access.device, target, proof=proof, now=now)
    if way is None or not way.role.allows(Role.READ):
        return Whereabouts()
    return Whereabouts(
        name=holder.name,
        url=target_path(target, LinkPage.FOLDERS),
        files_at=target_path(target, LinkPage.IMPORT) if way.role.allows(Role.EDIT) else "",
        may_leave=manages and way.role.allows(Role.MANAGE),
    )


def _managed(db: Db, access: FolderAccess, proof: str, now: int) -> list[Open]:
    assert access.device is not None, "it manages the pochette"  # noqa: S101
    found = [one for one in binders.openings(db, access.device) if one.granted is Role.MANAGE]
    people = [(one.binder, binders.people(db, one.binder.id, proof=proof, now=now)) for one in found]
    return [
        Open(
            id=row.id,
            name=row.name,
            readers=len(roles),
            editors=sum(role.allows(Role.EDIT) for role in roles.values()),
        )
        for row, roles in people
    ]
