"""Storage: the ports of an engine (`Db`, `Engine`), and its named errors."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple, Protocol, TypeVar

Result = TypeVar("Result")


class Trouble(StrEnum):
    """Reason of a refused write."""

    FULL = "full"
    READ_ONLY = "read-only"
    LOCKED = "locked"  # another program writes in the database
    FAILING = "failing"
    UNREACHABLE = "unreachable"  # the server of the database does not answer
    CLOSED = "closed"


class DiskTroubleError(Exception):
    """The database took no write: disk full, read-only or broken, file locked, or no answer.

    Nothing of the write is kept; where nobody answers any more, nobody knows.
    """

    def __init__(self, message: str = "", reason: Trouble = Trouble.FAILING) -> None:
        super().__init__(message)
        self.reason = reason


class FencedError(Exception):
    """Nothing is written: this process was declared dead, or another has written behind what it knew."""


class DatabaseError(Exception):
    """The database cannot be used as it was asked to; the cause is the engine's own error."""


class NotADatabaseError(DatabaseError):
    """The file is no database, or not one that this key opens."""


class DamagedDatabaseError(DatabaseError):
    """Corruption: bytes of the database differ from those that were written."""


class RefusedRowsError(DatabaseError):
    """A constraint of the schema is broken by a row."""


class LockedDatabaseError(DatabaseError):
    """Another program has the database locked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compacted:
    """A database written anew: for how long nobody else could write, and the size of its file."""

    pause_s: float
    bytes_before: int
    bytes_after: int


class Size(NamedTuple):
    """Bytes of a database: of its file, and those of it that hold something."""

    file: int
    used: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TableInfo:
    """A table as the engine describes it; `references` gives the table that a column refers to."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    references: Mapping[str, str]


class Db(Protocol):
    """One transaction.

    Statements are in the part of SQL that SQLite and PostgreSQL both read. Parameters are `?`; a row is a
    tuple. Whatever differs between the two is a method.
    """

    def execute(self, sql: str, parameters: Sequence[object] = (), /) -> Iterable[tuple[Any, ...]]: ...

    def size(self) -> Size: ...

    def tables(self) -> Iterable[TableInfo]:
        """Every table, by name."""


Done = Callable[[object, BaseException | None], None]


class Engine(Protocol):
    """A database. A write is on disk when its await returns.

    `failed` is set when it writes nothing any more and the process must be started again. `standbys` are the
    machines that a commit waits for beside its own, '' for none; None where there is nothing of the kind.
    """

    failed: asyncio.Event
    standbys: str | None
    # Whether what was deleted stays in a log and in copies that no command of ours reaches.
    keeps_copies: bool

    async def read(self, work: Callable[[Db], Result], /) -> Result: ...

    async def write(self, work: Callable[[Db], Result], /) -> Result: ...

    async def compact(self) -> Compacted:
        """Write the database anew, without what was deleted; its log holds some of it until it is empty."""

    async def expect_sound(self) -> None:
        """Read all that is stored. Raises DamagedDatabaseError."""

    async def empty_log(self) -> bool:
        """Put all that is in the log into its place; False while somebody reads in it."""

    def submit(self, work: Callable[[Db], object], done: Done, /) -> None:
        """Like `write`, for the way of a keystroke: `done(result, error)` is called in the event loop."""
