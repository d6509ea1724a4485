"""Where notes live: the identifiers, the two ports an engine offers, and what may go wrong."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NewType, Protocol, TypeVar

NoteId = NewType("NoteId", str)
FolderId = NewType("FolderId", str)
ItemId = NewType("ItemId", str)
VersionId = NewType("VersionId", str)
EditionId = NewType("EditionId", str)
LinkId = NewType("LinkId", str)
DeviceId = NewType("DeviceId", str)
VisitorId = NewType("VisitorId", str)

Result = TypeVar("Result")


class DiskTroubleError(Exception):
    """The disk refused a write: it is full, read-only or broken. Nothing of the write is kept."""


class Db(Protocol):
    """One transaction. Parameters are `?`; a row is a tuple."""

    def execute(self, sql: str, parameters: Sequence[object] = (), /) -> Iterable[tuple[Any, ...]]: ...


Done = Callable[[object, BaseException | None], None]


class Engine(Protocol):
    """A database. A write is on disk when its await returns."""

    async def read(self, work: Callable[[Db], Result], /) -> Result: ...

    async def write(self, work: Callable[[Db], Result], /) -> Result: ...

    async def forget(self) -> None:
        """Return once what was deleted is in none of the database's files any more."""

    def submit(self, work: Callable[[Db], object], done: Done, /) -> None:
        """Like `write`, for the way of a keystroke: `done(result, error)` is called in the event loop."""
