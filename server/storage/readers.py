"""Readers: the visitors who reach a target by its own links and grants, each with the highest right."""

from collections.abc import Collection, Mapping

from crdt.roles import Role
from server.ids import VisitorId
from server.storage import Db
from server.storage.sql import marks


def of_targets(db: Db, ids: Collection[str], *, now: int) -> Mapping[str, Mapping[VisitorId, Role]]:
    """By the id of a note, a pochette or a classeur. What the classeur gives that holds it is not in it."""
    rows = db.execute(
        "SELECT came.target, devices.visitor, links.role FROM openings AS came"  # noqa: S608 - marks
        " JOIN links ON links.id = came.link AND links.generation = came.generation"
        " AND links.closed_at IS NULL AND (links.expires_at IS NULL OR links.expires_at > ?)"
        " JOIN devices ON devices.id = came.device AND devices.closed_at IS NULL"
        f" WHERE came.target IN ({marks(ids)})"
        " UNION SELECT grants.target, devices.visitor, grants.role FROM grants"
        " JOIN devices ON devices.id = grants.device AND devices.closed_at IS NULL"
        f" WHERE grants.target IN ({marks(ids)})",
        (now, *ids, *ids),
    )
    found: dict[str, dict[VisitorId, Role]] = {id_: {} for id_ in ids}
    for target, visitor, role in rows:
        add(found[target], visitor, Role(role))
    return found


def add(found: dict[VisitorId, Role], visitor: VisitorId, role: Role) -> None:
    """Keep the highest right of a visitor; one to print lets nobody read."""
    before = found.get(visitor)
    if role.allows(Role.READ) and (before is None or role.allows(before)):
        found[visitor] = role


def managed(db: Db, ids: Collection[str]) -> frozenset[str]:
    """Those that an open device manages by a grant of its own."""
    rows = db.execute(
        "SELECT DISTINCT grants.target FROM grants"  # noqa: S608 - marks
        " JOIN devices ON devices.id = grants.device AND devices.closed_at IS NULL"
        f" WHERE grants.role = 'manage' AND grants.target IN ({marks(ids)})",
        tuple(ids),
    )
    return frozenset(target for (target,) in rows)
