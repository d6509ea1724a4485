"""Recovery links: each gives the right to manage its target back, once."""

from collections.abc import Collection, Iterable
from typing import Final

from crdt.roles import Role
from server.ids import DeviceId
from server.storage import Db, kept_rights
from server.storage.rights import grants
from server.storage.rights.targets import named, target_of
from server.storage.sql import marks
from server.targets import Target

# Acts of a lost device that can be undone for so long: hand-overs, recovery links, codes.
UNDO_MS: Final = 7 * 24 * 3600 * 1000


def put(db: Db, target: Target, hash_: str, *, by: DeviceId, at: int) -> None:
    """Keep a recovery link in the place of the one before, which is remembered for a week."""
    db.execute("DELETE FROM recoveries WHERE target = ? AND replaced_at <= ?", (target.id, at - UNDO_MS))
    db.execute(
        "UPDATE recoveries SET replaced_at = ? WHERE target = ? AND replaced_at IS NULL", (at, target.id)
    )
    db.execute(
        "INSERT INTO recoveries (hash, target, made_at, made_by) VALUES (?, ?, ?, ?)",
        (hash_, target.id, at, kept_rights.holder(db, by, target.id)),
    )


def end(db: Db, made_by: Iterable[DeviceId], *, within: Collection[str] | None = None) -> None:
    """End the recovery links that these devices made; the newest of the others of each is good again.

    `within` are the ids of targets, None for all.
    """
    ids = list(made_by)
    query = f"SELECT hash, target FROM recoveries WHERE made_by IN ({marks(ids)})"  # noqa: S608 - marks
    ended = set[str]()
    for hash_, target in list(db.execute(query, ids)):
        if within is None or target in within:
            db.execute("DELETE FROM recoveries WHERE hash = ?", (hash_,))
            ended.add(target)
    for target in ended:
        _make_good_again(db, target)


def end_of(db: Db, target: Target, *, since: int, but: Iterable[DeviceId]) -> None:
    """End the recovery links of a target that other devices than these made since then (ms since 1970)."""
    kept = list(but)
    ended = db.execute(
        "DELETE FROM recoveries WHERE target = ? AND made_at >= ?"  # noqa: S608 - marks
        f" AND (made_by IS NULL OR made_by NOT IN ({marks(kept)})) RETURNING 1",
        (target.id, since, *kept),
    )
    if list(ended):
        _make_good_again(db, target.id)


def _make_good_again(db: Db, target: str) -> None:
    """The newest recovery link that is left."""
    db.execute(
        "UPDATE recoveries SET replaced_at = NULL WHERE hash = (SELECT hash FROM recoveries"
        " WHERE target = ? ORDER BY made_at DESC, hash LIMIT 1)",
        (target,),
    )


def made_at(db: Db, target: Target) -> int | None:
    """When the link was made that is still good; None where there is none."""
    query = "SELECT made_at FROM recoveries WHERE target = ? AND replaced_at IS NULL"
    return next((at for (at,) in db.execute(query, (target.id,))), None)


def find(db: Db, hash_: str) -> Target | None:
    """The target of a valid recovery link."""
    rows = db.execute(
        f"SELECT {target_of('recoveries')} FROM recoveries"  # noqa: S608 - constants
        " WHERE hash = ? AND replaced_at IS NULL",
        (hash_,),
    )
    return next((named(id_, kind) for id_, kind in rows), None)


def spend(db: Db, hash_: str, target: Target, device: DeviceId) -> DeviceId | None:
    """Give a device what the link gives; it is good no more. The device that made it, where that is known."""
    spent = list(db.execute("DELETE FROM recoveries WHERE hash = ? RETURNING made_by", (hash_,)))
    grants.grant(db, device, target, Role.MANAGE)
    return next((by for (by,) in spent), None)
