"""Openings: the targets that a device has opened, each with the link by which it came last."""

from collections.abc import Collection
from typing import Final

from server.ids import DeviceId
from server.storage import Db, kept_rights
from server.storage.devices import SHARING
from server.storage.rights.links import Used
from server.storage.rights.targets import named, row_of, target_of
from server.storage.sql import HIGHEST, marks
from server.targets import Target


def known(table: str) -> str:
    """Tables of a query about the notes, pochettes or classeurs that a device knows; they ask for it twice.

    `came` has the opening of each by today's address, else the last one of its visitor; `own` the number of
    the highest right that was granted there. `table` is where these have a row.
    """
    # Most of what a device knows are notes: to leave the few others out costs more than to rank them.
    is_of_notes = table == "notes"
    only = "" if is_of_notes else f" AND EXISTS (SELECT 1 FROM {table} WHERE {table}.id = target)"  # noqa: S608
    keys, opened = ("", _ALL) if is_of_notes else (f"{keys_of(only)}, ", OF_KEYS)
    return (
        f"{keys}ranked AS (SELECT openings.*, row_number() OVER (PARTITION BY openings.target"  # noqa: S608 - constants
        " ORDER BY links.generation = openings.generation DESC, openings.opened_at DESC) AS place"
        f" FROM {opened} JOIN links ON links.id = openings.link),"
        f" own AS (SELECT target, {HIGHEST} AS number FROM grants"
        f" WHERE device IN ({SHARING}){only} GROUP BY target),"
        " came AS (SELECT * FROM ranked WHERE place = 1)"
    )


_ALL: Final = f"(SELECT * FROM openings WHERE device IN ({SHARING})) AS openings"  # noqa: S608 - a constant
OF_KEYS: Final = "keys JOIN openings ON openings.device = keys.device AND openings.target = keys.target"


def keys_of(only: str) -> str:
    """A table of a query: the keys of the openings of a device's visitor that meet a condition on `target`.

    PostgreSQL finds them in an index without reading the rows, of which most are of notes.
    """
    return f"keys AS MATERIALIZED (SELECT device, target FROM openings WHERE device IN ({SHARING}){only})"  # noqa: S608


def opened(db: Db, device: DeviceId, target: Target, by: Used, at: int) -> None:
    """Remember that a device opened it; `since` begins anew with another link or generation."""
    db.execute(
        "INSERT INTO openings (device, target, link, generation, opened_at, since) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (device, target) DO UPDATE SET opened_at = excluded.opened_at, since ="
        " CASE WHEN openings.link = excluded.link AND openings.generation = excluded.generation"
        " THEN openings.since ELSE excluded.since END,"
        " link = excluded.link, generation = excluded.generation",
        (kept_rights.holder(db, device, target.id), target.id, by.link, by.generation, at, at),
    )


def came_by(db: Db, device: DeviceId, target: Target) -> list[Used]:
    """Every link by which the device or another one of its visitor has come."""
    rows = db.execute(
        f"SELECT DISTINCT link, generation FROM openings WHERE target = ({row_of(target)})"  # noqa: S608
        f" AND device IN ({SHARING})",
        (target.id, device),
    )
    return [Used(link=link, generation=generation) for link, generation in rows]


def opened_by(db: Db, device: DeviceId, target: Target) -> Used | None:
    """The link by which the device came last."""
    return opened_by_each(db, device, [target]).get(target)


def opened_by_each(db: Db, device: DeviceId, found: Collection[Target]) -> dict[Target, Used]:
    """The same of each of these targets that was opened."""
    ids = [target.id for target in found]
    holding = kept_rights.holders(db, device, ids)
    of = {device, *holding.values()}
    rows = db.execute(
        f"SELECT {target_of('openings')}, device, link, generation FROM openings"  # noqa: S608 - marks
        f" WHERE device IN ({marks(of)}) AND target IN ({marks(ids)})",
        (*of, *ids),
    )
    return {
        named(id_, kind): Used(link=link, generation=generation)
        for id_, kind, held_by, link, generation in rows
        if held_by == holding.get(id_, device)
    }
