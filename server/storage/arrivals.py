"""Devices that came by the current generation of a link: the list to choose from at a renewal."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

from crdt.roles import Role
from server.ids import DeviceId, LinkId, VisitorId
from server.storage import Db
from server.storage.rights import grants
from server.storage.rights.links import Used
from server.storage.rights.targets import named, target_of
from server.storage.sql import marks

# A thief is rarely there for long before somebody notices; colleagues mostly are.
TRUSTED_AFTER_MS: Final = 2 * 24 * 3600 * 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A device that came by the current address of a link.

    `agent` is its User-Agent in words, `since` its first opening by this address (ms since 1970),
    `seen_at` its last one, `manages` whether its visitor manages the target, `is_new` whether nobody who
    manages has recognised the visitor under this link.
    """

    link: LinkId
    device: DeviceId
    visitor: VisitorId
    name: str | None
    colour: int
    agent: str
    since: int
    seen_at: int
    manages: bool
    is_new: bool


def of_links(db: Db, links: Iterable[LinkId]) -> list[Arrival]:
    """Open devices whose opening is of the current generation of one of these open links, the first first."""
    ids = list(links)
    rows = db.execute(
        "SELECT came.link, came.device, devices.visitor, visitors.name, visitors.colour,"  # noqa: S608 - marks
        " devices.label, came.since, came.opened_at, NOT EXISTS (SELECT 1 FROM recognised"
        "  WHERE recognised.link = came.link AND recognised.visitor = devices.visitor),"
        f" {target_of('links')} FROM openings AS came"
        " JOIN links ON links.id = came.link AND links.generation = came.generation"
        " AND links.closed_at IS NULL"
        " JOIN devices ON devices.id = came.device AND devices.closed_at IS NULL"
        " JOIN visitors ON visitors.id = devices.visitor"
        f" WHERE came.link IN ({marks(ids)}) ORDER BY came.since, came.device",
        ids,
    )
    return [_arrival(db, row) for row in rows]


def came(db: Db, device: DeviceId, by: Used) -> None:
    """Remember that a device came by a link, whichever one its opening stands at afterwards."""
    db.execute(
        "INSERT INTO comings (link, device, generation) VALUES (?, ?, ?) ON CONFLICT (link, device)"
        " DO UPDATE SET generation = excluded.generation WHERE comings.generation <> excluded.generation",
        (by.link, device, by.generation),
    )


def comings(db: Db, links: Collection[LinkId]) -> list[tuple[LinkId, DeviceId]]:
    """The devices that came by the current address of these open links, also where they stand at another."""
    rows = db.execute(
        "SELECT comings.link, comings.device FROM comings JOIN links ON links.id = comings.link"  # noqa: S608
        " AND links.generation = comings.generation AND links.closed_at IS NULL"
        f" WHERE comings.link IN ({marks(links)})",
        [*links],
    )
    return [(LinkId(link), DeviceId(device)) for link, device in rows]


def recognise(db: Db, link: LinkId, visitor: VisitorId, at: int) -> None:
    """Show a visitor as an arrival no more."""
    db.execute(
        "INSERT INTO recognised (link, visitor, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (link, visitor, at),
    )


def forget(db: Db, link: LinkId, visitor: VisitorId) -> None:
    """Show a visitor as an arrival again, should they come by the link once more."""
    db.execute("DELETE FROM recognised WHERE link = ? AND visitor = ?", (link, visitor))


def is_trusted(arrival: Arrival, *, at: int, lost_names: Collection[str] = ()) -> bool:
    """Whether a renewal suggests to keep it: named, older than two days, not named like a lost device."""
    if arrival.name is None or at - arrival.since < TRUSTED_AFTER_MS:
        return False
    return arrival.name.casefold() not in {name.casefold() for name in lost_names}


def _arrival(db: Db, row: tuple[Any, ...]) -> Arrival:
    link, device, visitor, name, colour, agent, since, seen_at, is_new, target, kind = row
    return Arrival(
        link=link,
        device=device,
        visitor=visitor,
        name=name,
        colour=colour,
        agent=agent,
        since=since,
        seen_at=seen_at,
        is_new=bool(is_new),
        manages=grants.granted(db, device, named(target, kind)) is Role.MANAGE,
    )
