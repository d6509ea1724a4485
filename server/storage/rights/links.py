"""Links: addresses with a role on their target."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

from crdt.roles import Role
from server.ids import DeviceId, LinkId
from server.storage import Db, right_before
from server.storage.devices import SHARING
from server.storage.rights.targets import named, target_of
from server.storage.sql import marks
from server.targets import Target

_FIELDS: Final = (
    f"links.id, {target_of('links')}, links.role, links.label, links.generation,"
    " links.expires_at, links.max_openings, links.password_hash, links.closed_at,"
    " links.openings, links.created_at, links.created_by, links.used_at, links.mailed, links.guessed_at,"
    " links.carry_hours, links.through, links.is_private, links.outlived_at"
)
_SELECT: Final = f"SELECT {_FIELDS} FROM links"  # noqa: S608 - constants
# For how long a device keeps what it takes along, where the maker of the link says nothing else.
CARRY_HOURS: Final = 24
# By the browser of a row of `devices`, while it was this visitor's, on nothing that it keeps apart from them.
_MADE_BY = (
    "EXISTS (SELECT 1 FROM devices AS maker WHERE maker.id = ?"
    " AND links.created_by = coalesce(maker.kept_for, maker.id)"
    " AND links.created_at >= coalesce(maker.joined_at, 0)"
    " AND (maker.kept_for IS NULL OR links.created_at <= maker.created_at)"
    " AND NOT EXISTS (SELECT 1 FROM devices AS apart WHERE apart.kept_for = links.created_by"
    "  AND apart.visitor <> maker.visitor AND apart.given_to IS DISTINCT FROM maker.visitor"
    "  AND (EXISTS (SELECT 1 FROM openings WHERE openings.device = apart.id"
    "   AND openings.target = links.target)"
    "   OR EXISTS (SELECT 1 FROM grants WHERE grants.device = apart.id AND grants.target = links.target))))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """A link, and its generation when a device or a note came by it."""

    link: LinkId
    generation: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One row; it opens its target. Times are milliseconds since 1970."""

    id: LinkId
    target: Target
    role: Role
    label: str = ""
    generation: int = 1
    expires_at: int | None = None
    max_openings: int | None = None
    password_hash: str | None = None
    closed_at: int | None = None
    openings: int = 0
    created_at: int = 0
    created_by: DeviceId | None = None
    used_at: int | None = None
    # Whether a mail brought it: it does not count among the links that a target may have.
    mailed: bool = False
    # When so many passwords were tried that others had to wait.
    guessed_at: int | None = None
    # For how many hours a device keeps what it takes along; 0: it takes nothing along.
    carry_hours: int = CARRY_HOURS
    # Through which it was made, where its maker's right rested on one: it ends no later and gives no more.
    through: LinkId | None = None
    # Whether its address was shown to nobody but its maker and who manages.
    is_private: bool = True
    # When somebody lost their right who may know its address; None since it has another one.
    outlived_at: int | None = None

    def is_open(self, now: int) -> bool:
        """Whether the address works. One to print counts at its door; others that would have to stay shut."""
        has_no_door = self.max_openings is not None and self.role is not Role.PRINT
        return self.closed_at is None and not self.is_over(now) and not has_no_door

    def is_over(self, now: int) -> bool:
        """Whether its time has passed."""
        return self.expires_at is not None and self.expires_at <= now

    @property
    def used(self) -> Used:
        """As somebody comes by it now."""
        return Used(link=self.id, generation=self.generation)

    @property
    def is_spent(self) -> bool:
        """Whether it was opened as often as it may be."""
        return self.max_openings is not None and self.openings >= self.max_openings


def insert(db: Db, link: Link, *, by: DeviceId | None, at: int) -> None:
    db.execute(
        "INSERT INTO links (id, target, role, label, expires_at, max_openings, password_hash,"
        " created_at, changed_at, created_by, mailed, carry_hours, through, is_private)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
        (
            *(link.id, link.target.id, link.role.value, link.label),
            *(link.expires_at, link.max_openings, link.password_hash, at, at, by, int(link.mailed)),
            *(link.carry_hours, link.through),
        ),
    )


def find(db: Db, link: LinkId) -> Link | None:
    rows = db.execute(f"{_SELECT} WHERE id = ?", (link,))
    return next(iter(_links(rows)), None)


def of_target(db: Db, target: Target) -> list[Link]:
    """Every link to it, oldest first."""
    return of_all(db, [target])


def of_all(db: Db, targets: Iterable[Target], ids: Iterable[LinkId] = ()) -> list[Link]:
    """Every link to any of these targets, oldest first, and those with these ids."""
    asked: dict[str, list[str]] = {"target": [target.id for target in targets], "id": [*ids]}
    parts = [f"{column} IN ({marks(of)})" for column, of in asked.items() if of]
    if not parts:
        return []
    query = f"{_SELECT} WHERE {' OR '.join(parts)} ORDER BY created_at, role, id"
    return _links(db.execute(query, [id_ for of in asked.values() for id_ in of]))


def changed_since(db: Db, at: int) -> list[Link]:
    """The links made, renewed or closed since then."""
    return _links(db.execute(f"{_SELECT} WHERE changed_at >= ?", (at,)))


def renew(db: Db, link: LinkId, at: int) -> int | None:
    """Give an open link another address; returns the generation before, None where the link is closed."""
    right_before.forget_link(db, link)
    rows = db.execute(
        "UPDATE links SET generation = generation + 1, guessed_at = NULL, changed_at = ?, is_private = 1,"
        " outlived_at = NULL"
        " WHERE id = ? AND closed_at IS NULL RETURNING generation - 1",
        (at, link),
    )
    return next((before for (before,) in rows), None)


def guessed(db: Db, link: LinkId, at: int) -> None:
    """Passwords are tried at its door, so many that others have to wait."""
    db.execute("UPDATE links SET guessed_at = ? WHERE id = ?", (at, link))


def change(db: Db, link: Link, at: int) -> None:
    """Give an open link another right, name, end, number of openings or hours to keep what is taken along."""
    db.execute(
        "UPDATE links SET role = ?, label = ?, expires_at = ?, max_openings = ?, carry_hours = ?,"
        " changed_at = ? WHERE id = ? AND closed_at IS NULL",
        (link.role.value, link.label, link.expires_at, link.max_openings, link.carry_hours, at, link.id),
    )


def close(db: Db, link: LinkId, at: int) -> None:
    """Shut the address and end the rights that came by it."""
    right_before.forget_link(db, link)
    db.execute(
        "UPDATE links SET closed_at = ?, changed_at = ? WHERE id = ? AND closed_at IS NULL", (at, at, link)
    )
    db.execute("DELETE FROM grants WHERE link = ?", (link,))


def open_made_by(db: Db, device: DeviceId) -> list[Link]:
    """The links that a device has made as its visitor's, and that were not closed."""
    query = f"{_SELECT} WHERE {_MADE_BY} AND closed_at IS NULL"
    return _links(db.execute(query, (device,)))


def known_to(db: Db, device: DeviceId, target: Target) -> frozenset[LinkId]:
    """The links to a target that the visitor of a device has made, or came by at their present address.

    What another device made before it became this visitor's is not among them.
    """
    made = (
        "SELECT links.id FROM links JOIN devices AS maker ON maker.id = links.created_by"
        " JOIN devices AS me ON me.visitor = maker.visitor WHERE me.id = ?"
        " AND (maker.id = me.id OR maker.joined_at IS NULL OR maker.joined_at <= links.created_at)"
        " AND links.target = ?"
    )
    came = (
        "SELECT links.id FROM links JOIN openings AS came ON came.link = links.id"  # noqa: S608
        f" AND came.generation = links.generation WHERE came.device IN ({SHARING}) AND links.target = ?"
    )
    values = (device, target.id)
    rows = db.execute(f"{made} UNION {came}", (*values, *values))
    return frozenset(LinkId(link) for (link,) in rows)


def take_over(db: Db, these: Collection[LinkId], by: DeviceId | None) -> None:
    """What somebody made who has left is from now on the one's who keeps it open."""
    db.execute(f"UPDATE links SET created_by = ? WHERE id IN ({marks(these)})", (by, *these))  # noqa: S608


def outlive(db: Db, these: Collection[LinkId], at: int) -> None:
    """Somebody lost their right who may know their address: managers are told until they are renewed."""
    db.execute(f"UPDATE links SET outlived_at = ? WHERE id IN ({marks(these)})", (at, *these))  # noqa: S608


def made_through(db: Db, these: Iterable[LinkId]) -> list[Link]:
    """The open links that were made through any of these, and through those in turn; each after its own."""
    found: dict[LinkId, Link] = {}
    todo, seen = list(these), set(these)
    while todo:
        query = f"{_SELECT} WHERE through IN ({marks(todo)}) ORDER BY created_at, id"
        made = [one for one in _links(db.execute(query, todo)) if one.id not in seen]
        seen |= {one.id for one in made}
        found |= {one.id: one for one in made if one.closed_at is None}
        todo = [one.id for one in made]
    return list(found.values())


def used(db: Db, link: LinkId, at: int) -> None:
    db.execute("UPDATE links SET used_at = ? WHERE id = ?", (at, link))


def spend(db: Db, link: LinkId, at: int) -> bool:
    """Count one opening; False when none is left, and then nothing is counted."""
    rows = db.execute(
        "UPDATE links SET openings = openings + 1, used_at = ?"
        " WHERE id = ? AND (max_openings IS NULL OR openings < max_openings) RETURNING 1",
        (at, link),
    )
    return bool(list(rows))


def _links(rows: Iterable[tuple[Any, ...]]) -> list[Link]:
    return [_link(row) for row in rows]


def _link(row: tuple[Any, ...]) -> Link:
    id_, target, kind, role, label, generation, expires_at, max_openings, password_hash, *life = row
    closed_at, openings, created_at, created_by, used_at, mailed, guessed_at, *rest = life
    carry_hours, through, is_private, outlived_at = rest
    return Link(
        id=id_,
        target=named(target, kind),
        role=Role(role),
        label=label,
        generation=generation,
        expires_at=expires_at,
        max_openings=max_openings,
        password_hash=password_hash,
        closed_at=closed_at,
        openings=openings,
        created_at=created_at,
        created_by=created_by,
        used_at=used_at,
        mailed=bool(mailed),
        guessed_at=guessed_at,
        carry_hours=carry_hours,
        through=through,
        is_private=bool(is_private),
        outlived_at=outlived_at,
    )
