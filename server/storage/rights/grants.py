"""Grants: the rights of devices beyond their links."""

from collections.abc import Collection, Iterable

from crdt.roles import Role
from server.ids import DeviceId, LinkId
from server.storage import Db, kept_rights
from server.storage.devices import SHARING
from server.storage.rights.holding import holder_each
from server.storage.rights.targets import named, row_of, target_of
from server.storage.sql import marks
from server.targets import KINDS, Target


def grant(db: Db, device: DeviceId, target: Target, role: Role, *, link: LinkId | None = None) -> None:
    """Give a device a right of its own; `link` is the address it came by, and ends it when closed."""
    db.execute(
        "INSERT INTO grants (device, target, role, link) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (device, target) DO UPDATE SET role = excluded.role, link = excluded.link",
        (kept_rights.holder(db, device, target.id), target.id, role.value, link),
    )


def own(db: Db, device: DeviceId, target: Target) -> Role | None:
    """The highest right that this device or another one of its visitor was given there."""
    rows = db.execute(
        f"SELECT role FROM grants WHERE device IN ({SHARING}) AND target = ({row_of(target)})",  # noqa: S608
        (device, target.id),
    )
    return max((Role(role) for (role,) in rows), key=Role.rank, default=None)


def granted(db: Db, device: DeviceId, target: Target) -> Role | None:
    """The same there, or on the classeur that holds it."""
    return granted_each(db, device, [target]).get(target)


def granted_each(db: Db, device: DeviceId, found: Collection[Target]) -> dict[Target, Role]:
    """The same of each of these targets where there is one."""
    holding = holder_each(db, found)
    ids = {target.id for target in (*found, *holding.values())}
    rows = db.execute(
        f"SELECT {target_of('grants')}, role FROM grants"  # noqa: S608 - marks
        f" WHERE device IN ({SHARING}) AND target IN ({marks(ids)})",
        (device, *ids),
    )
    roles: dict[Target, Role] = {}
    for id_, kind, role in rows:
        target = named(id_, kind)
        roles[target] = max(roles.get(target, Role(role)), Role(role), key=Role.rank)
    given: dict[Target, Role] = {}
    for one in found:
        of = [role for of in (one, holding.get(one)) if of and (role := roles.get(of))]
        if of:
            given[one] = max(of, key=Role.rank)
    return given


def managed(db: Db, devices: Iterable[DeviceId]) -> list[Target]:
    """What any of these devices manages, not what a classeur lets it manage: notes, pochettes, classeurs.

    Those in the trash too.
    """
    ids = list(devices)
    rows = db.execute(
        f"SELECT DISTINCT {target_of('grants')} FROM grants"  # noqa: S608 - marks
        f" WHERE role = 'manage' AND device IN ({marks(ids)})",
        ids,
    )
    order = list(KINDS)
    return [named(id_, kind) for id_, kind in sorted(rows, key=lambda row: (order.index(row[1]), row[0]))]


def is_managed(db: Db, target: Target) -> bool:
    """Whether some device has the right to manage it, beside what a classeur gives."""
    query = "SELECT 1 FROM grants WHERE target = ? AND role = ? LIMIT 1"
    return any(db.execute(query, (target.id, Role.MANAGE.value)))


def take_back(db: Db, devices: Collection[DeviceId], target: Target, role: Role | None = None) -> None:
    """Devices have no right of their own there any more, or not this one."""
    only, values = ("", ()) if role is None else (" AND role = ?", (role.value,))
    db.execute(
        f"DELETE FROM grants WHERE target = ? AND device IN ({marks(devices)}){only}",  # noqa: S608 - marks
        (target.id, *devices, *values),
    )
