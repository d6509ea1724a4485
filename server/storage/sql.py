"""Parts of statements whose length depends on their values; both engines read them."""

from collections.abc import Iterable, Iterator, Sequence, Sized
from typing import Final, TypeVar

from crdt.roles import Role

Value = TypeVar("Value")

IS_TITLED: Final = "coalesce((SELECT max(seq) FROM journal WHERE note = notes.id), 0) <= notes.titled_seq"
"""Of a row of `notes`: whether nothing was written since its title was stored."""

_RANKS: Final = " ".join(f"WHEN '{role}' THEN {role.rank()}" for role in Role)
HIGHEST: Final = f"max(CASE role {_RANKS} END)"
"""Of the grants of a group: the number of the highest right among all rights, from 0."""


def marks(values: Sized) -> str:
    """A `?` for each value of a list; NULL, which equals nothing, for an empty one. At most 32,766."""
    return ", ".join("?" * len(values)) or "NULL"


def excluded(columns: Iterable[str]) -> str:
    """The SET list of an upsert that replaces these columns."""
    return ", ".join(f"{column} = excluded.{column}" for column in columns)


def in_parts(values: Sequence[Value], most: int = 30_000) -> Iterator[Sequence[Value]]:
    """Lists that are short enough for the parameters of one statement."""
    for begin in range(0, len(values), most):
        yield values[begin : begin + most]
