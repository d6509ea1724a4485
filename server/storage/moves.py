"""Mark of a database that is not to be gone on with: half filled, or left for another one."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from server.storage import Db
from server.storage.sql import excluded

# Where one of these has a row, somebody has used the database.
_OF_PEOPLE: Final = ("notes", "folders", "binders", "visitors")


class State(StrEnum):
    """`ARRIVING`: it is being filled, and not whole. `LEFT`: its notes are in another database now."""

    ARRIVING = "arriving"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """`place` is the other database, as it may be shown."""

    state: State
    place: str


def find(db: Db) -> Mark | None:
    """None where the database is an instance's own."""
    rows = db.execute("SELECT state, place FROM moves")
    return next((Mark(state=State(state), place=place) for state, place in rows), None)


def put(db: Db, mark: Mark, *, at: int) -> None:
    db.execute(
        "INSERT INTO moves (one, state, place, at) VALUES (1, ?, ?, ?) ON CONFLICT (one) DO UPDATE"  # noqa: S608 - columns
        f" SET {excluded(('state', 'place', 'at'))}",
        (mark.state.value, mark.place, at),
    )


def remove(db: Db) -> None:
    db.execute("DELETE FROM moves")


def is_used(db: Db) -> bool:
    """Whether somebody has written, opened or made something in it."""
    return any(any(db.execute(f"SELECT 1 FROM {table} LIMIT 1")) for table in _OF_PEOPLE)  # noqa: S608 - ours
