"""Password grants: devices that have entered the password of a link, or need not."""

from collections.abc import Iterable

from crdt.roles import Role
from server.ids import DeviceId, LinkId
from server.storage import Db
from server.storage.rights import grants, holding, links
from server.storage.rights.links import Link, Used
from server.storage.sql import marks


def admit(db: Db, link: LinkId, device: DeviceId, *, password_hash: str, at: int) -> bool:
    """Remember that a device has said this very password; False where the link has another one by now."""
    rows = db.execute(
        "INSERT INTO admissions (link, device, generation, at)"
        " SELECT id, ?, generation, ? FROM links WHERE id = ? AND password_hash = ?"
        " ON CONFLICT (link, device) DO UPDATE SET generation = excluded.generation, at = excluded.at"
        " RETURNING 1",
        (device, at, link, password_hash),
    )
    return bool(list(rows))


def lets_in(db: Db, link: Link, device: DeviceId | None) -> bool:
    """Whether a link asks this device for no password: it has none, it was said, or the device manages."""
    return bool(letting_in(db, [link], device))


def letting_in(db: Db, found: Iterable[Link], device: DeviceId | None) -> set[LinkId]:
    """Those of these links that ask the device for no password."""
    of = list(found)
    locked = {link.id: link for link in of if link.password_hash is not None}
    let_in = {link.id for link in of} - locked.keys()
    if device is None or not locked:
        return let_in
    query = f"SELECT link, generation FROM admissions WHERE device = ? AND link IN ({marks(locked)})"  # noqa: S608
    said = {
        link
        for link, generation in db.execute(query, (device, *locked))
        if generation == locked[link].generation
    }
    unsaid = [link for link in locked.values() if link.id not in said]
    given = grants.granted_each(db, device, [link.target for link in unsaid]) if unsaid else {}
    return let_in | said | {link.id for link in unsaid if given.get(link.target) is Role.MANAGE}


def opens(db: Db, link: Link | None, device: DeviceId | None, generation: int, now: int) -> bool:
    """Whether a link works on this device, which came by its `generation`: the rule for every way in."""
    is_current = link is not None and link.generation == generation
    return link is not None and is_current and link.is_open(now) and lets_in(db, link, device)


def still_opens(db: Db, used: Used | None, device: DeviceId | None, now: int) -> Link | None:
    """The link by which a device or a note came, where it still opens there; None after its renewal."""
    link = links.find(db, used.link) if used else None
    return link if used and opens(db, link, device, used.generation, now) else None


def let_in(db: Db, link: Link) -> frozenset[DeviceId]:
    """Every device that the link asks for no password."""
    query = "SELECT device FROM admissions WHERE link = ? AND generation = ?"
    said = db.execute(query, (link.id, link.generation))
    return managing(db, link).union(device for (device,) in said)


def managing(db: Db, link: Link) -> frozenset[DeviceId]:
    """Every device of the managers of the link's target."""
    of = holding.managed_with(db, link.target)
    granted = f"SELECT DISTINCT device FROM grants WHERE target IN ({marks(of)}) AND role = ?"  # noqa: S608
    rows = db.execute(
        f"WITH granted (device) AS ({granted}) SELECT his.device FROM granted"  # noqa: S608 - a constant
        " JOIN holders ON holders.device = granted.device"
        " JOIN holders AS his ON his.visitor = holders.visitor"
        " UNION SELECT devices.kept_for FROM granted JOIN devices ON devices.id = granted.device"
        " WHERE devices.kept_for IS NOT NULL AND devices.closed_at IS NULL",
        (*of, Role.MANAGE.value),
    )
    return frozenset(device for (device,) in rows)


def change_password(db: Db, link: LinkId, password_hash: str | None, at: int) -> None:
    """Change or remove the password; grants of the former one are deleted."""
    db.execute(
        "UPDATE links SET password_hash = ?, changed_at = ? WHERE id = ? AND closed_at IS NULL",
        (password_hash, at, link),
    )
    db.execute("DELETE FROM admissions WHERE link = ?", (link,))
