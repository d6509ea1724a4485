"""The classeur through which a note or a pochette is open too, beside its own links."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from aiohttp import web

from crdt.roles import Role
from server.clock import now_ms
from server.http.access import ACCESS
from server.http.keys import ENGINE
from server.rights.access import Access
from server.storage import Db, binders, links, ways
from server.storage.binders import BinderRow
from server.targets import BinderTarget, Target
from server.text.paths import target_path
from server.visitors.team import TEAM


@dataclass(frozen=True, slots=True, kw_only=True)
class Through:
    """`people` who read by the classeur, this visitor too; its open `links`, None for who may not edit."""

    binder: BinderRow
    people: int | None
    links: int | None


async def facts(request: web.Request) -> dict[str, Any]:
    """`through` of what the request opens: nothing for who has no right of their own on the classeur."""
    look = partial(_look, access=request[ACCESS], proof=request.app[TEAM].proof, now=now_ms())
    found = await request.app[ENGINE].read(look)
    if found is None:
        return {}
    told = {"name": found.binder.name, "url": target_path(BinderTarget(found.binder.id))}
    return {"through": told | {"people": found.people, "links": found.links}}


def _look(db: Db, *, access: Access[Target], proof: str, now: int) -> Through | None:
    row = binders.holding(db, access.target)
    if row is None or access.device is None:
        return None
    way = ways.strongest(db, access.device, BinderTarget(row.id), proof=proof, now=now)
    if way is None or not way.role.allows(Role.READ):
        return None
    if not way.role.allows(Role.EDIT):
        return Through(binder=row, people=None, links=None)
    return Through(
        binder=row,
        people=len(binders.people(db, row.id, proof=proof, now=now)),
        links=sum(link.is_open(now) for link in links.of_binder(db, row.id)),
    )
