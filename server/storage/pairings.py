"""Attempts to link two devices: the rows of pairings, and the wrong codes of a network."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from server.ids import DeviceId
from server.storage import Db


class State(StrEnum):
    """Where an attempt stands; it is over with its time, whatever its state."""

    OPEN = "open"
    REFUSED = "refused"
    LINKED = "linked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """One attempt; `until` in ms since 1970. `gives` says that the newcomer's own notes go along, `given` how
    many did. `code` is hashed; `confirmed_by` is the first of the two that has confirmed.
    """

    code: bytes
    shower: DeviceId
    until: int
    newcomer: DeviceId | None = None
    gives: bool = False
    confirmed_by: DeviceId | None = None
    state: State = State.OPEN
    given: int = 0


def begin(db: Db, pairing: Pairing, now: int) -> None:
    """A new one; the one that this device showed before is over, and what is too old is deleted."""
    db.execute("DELETE FROM pairings WHERE until <= ? OR shower = ?", (now, pairing.shower))
    db.execute(
        "INSERT INTO pairings (code, shower, gives, state, given, until) VALUES (?, ?, 0, 'open', 0, ?)",
        (pairing.code, pairing.shower, pairing.until),
    )


def find(db: Db, code: bytes, now: int) -> Pairing | None:
    rows = db.execute(
        "SELECT code, shower, until, newcomer, gives, confirmed_by, state, given FROM pairings"
        " WHERE code = ? AND until > ?",
        (code, now),
    )
    return next((_pairing(row) for row in rows), None)


def keep(db: Db, pairing: Pairing) -> None:
    """What has become of one."""
    one = pairing
    db.execute(
        "UPDATE pairings SET newcomer = ?, gives = ?, confirmed_by = ?, state = ?, given = ? WHERE code = ?",
        (one.newcomer, int(one.gives), one.confirmed_by, one.state.value, one.given, one.code),
    )


def end_of(db: Db, device: DeviceId) -> None:
    """Attempts that this device began or joined are over: it was closed."""
    db.execute(
        "DELETE FROM pairings WHERE (shower = ? OR newcomer = ?) AND state <> 'linked'", (device, device)
    )


def forgotten_at(db: Db, network: bytes) -> int:
    """When the last wrong code of a network is forgotten, in ms since 1970; 0 where there is none."""
    rows: Iterable[tuple[int]] = db.execute(
        "SELECT forgotten_at FROM pairing_tries WHERE network = ?", (network,)
    )
    return next((at for (at,) in rows), 0)


def count_wrong(db: Db, network: bytes, *, forgotten_at: int, now: int) -> None:
    """One wrong code more; what is forgotten is deleted."""
    db.execute("DELETE FROM pairing_tries WHERE forgotten_at <= ?", (now,))
    db.execute(
        "INSERT INTO pairing_tries (network, forgotten_at) VALUES (?, ?)"
        " ON CONFLICT (network) DO UPDATE SET forgotten_at = excluded.forgotten_at",
        (network, forgotten_at),
    )


def _pairing(row: tuple[Any, ...]) -> Pairing:
    code, shower, until, newcomer, gives, confirmed_by, state, given = row
    return Pairing(
        code=code,
        shower=shower,
        until=until,
        newcomer=newcomer,
        gives=bool(gives),
        confirmed_by=confirmed_by,
        state=State(state),
        given=given,
    )
