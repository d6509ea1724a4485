"""The classeur through which a note or a pochette is open too, beside its own links."""

from dataclasses import dataclass

from crdt.roles import Role
from server.rights.access import Access
from server.storage import Db, binders, ways
from server.storage.binders import BinderRow
from server.storage.rights import links
from server.targets import BinderTarget, Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Through:
    """`people` who read by the classeur, this visitor too; its open `links`, None for who may not edit."""

    binder: BinderRow
    people: int | None
    links: int | None


def find(db: Db, *, access: Access[Target], proof: str, now: int) -> Through | None:
    """None for who has no right of their own on the classeur."""
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
        links=sum(link.is_open(now) for link in links.of_target(db, BinderTarget(row.id))),
    )
