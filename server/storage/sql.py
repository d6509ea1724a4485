"""Parts of statements whose length depends on their values; both engines read them."""

from collections.abc import Iterable, Sized
from typing import Final

OF_TARGET: Final = "(note = ? OR folder = ? OR binder = ?)"
"""Rows of a target, by the values of `columns_of`."""


def marks(values: Sized) -> str:
    """A `?` for each value of a list; NULL, which equals nothing, for an empty one. At most 32,766."""
    return ", ".join("?" * len(values)) or "NULL"


def excluded(columns: Iterable[str]) -> str:
    """The SET list of an upsert that replaces these columns."""
    return ", ".join(f"{column} = excluded.{column}" for column in columns)
