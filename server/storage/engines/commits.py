"""Writes in groups, one commit each, on a connection that is never trusted again after trouble."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import apsw

from server.storage import Db, DiskTroubleError
from server.storage.journal import Append, append_all

DISK_ERRORS: Final = (apsw.FullError, apsw.ReadOnlyError, apsw.IOError, apsw.CantOpenError, apsw.CorruptError)

_TRIES: Final = 6


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one piece of work: its result, or why nothing of it was kept."""

    result: object
    error: BaseException | None


class Commits:
    """Owns the writing connection, which `connect` opens; of one thread at a time."""

    def __init__(self, connect: Callable[[], apsw.Connection]) -> None:
        self._connect = connect
        self._connection: apsw.Connection | None = None
        self._is_suspect = False

    def commit(self, works: Sequence[Callable[[Db], object]]) -> list[Outcome]:
        """All of them in one commit; where one of them fails, each in its own, so that the others pass."""
        try:
            connection = self._open()
            connection.execute("BEGIN IMMEDIATE")
            append_all(connection, [work for work in works if isinstance(work, Append)])
            outcomes = [
                Outcome(None if isinstance(work, Append) else work(connection), None) for work in works
            ]
            connection.execute("COMMIT")
        except DISK_ERRORS as error:
            self._distrust()
            trouble = DiskTroubleError(f"the disk refused a write: {error}")
            return [Outcome(None, trouble)] * len(works)
        except Exception as error:  # noqa: BLE001 - its owner must hear of it
            self._roll_back()
            if len(works) == 1:
                return [Outcome(None, error)]
            return [outcome for work in works for outcome in self.commit([work])]
        return outcomes

    def forget(self) -> Outcome:
        """Write the file anew, and empty the log: pages keep copies of what was moved or deleted in them."""
        try:
            connection = self._open()
            connection.execute("VACUUM")
            for _ in range(_TRIES):
                ((is_busy, _, _),) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                if not is_busy:
                    return Outcome(None, None)
        except DISK_ERRORS as error:
            self._distrust()
            return Outcome(None, DiskTroubleError(f"the database could not be written anew: {error}"))
        return Outcome(None, DiskTroubleError("the log could not be emptied: somebody reads all the time"))

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> apsw.Connection:
        if self._connection is None:
            self._connection = self._connect()
        if self._is_suspect:
            self._begin_a_new_log(self._connection)
            self._is_suspect = False
        return self._connection

    def _begin_a_new_log(self, connection: apsw.Connection) -> None:
        """Make what follows independent of what a failed fsync may have left unwritten.

        The system forgets a page that it could not write and says OK the next time: frames that only seem to
        be in the log would then cut off all that are written after them.
        """
        ((is_busy, _, _),) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if is_busy:
            raise apsw.IOError("the log could not be begun anew")

    def _roll_back(self) -> None:
        if self._connection is not None and self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def _distrust(self) -> None:
        self._is_suspect = True
        if self._connection is not None:
            self._connection.close(True)  # noqa: FBT003 - apsw's only spelling of "discard what is open"
            self._connection = None
