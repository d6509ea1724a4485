"""Group commit: many writes in one transaction, on a connection that is dropped after any trouble.

Nothing is raised from here: every error is the outcome of the works that met it. A work's own mistake is told
to its owner. Any other error, named or not, is trouble: the group is refused as a whole, at once.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from time import perf_counter
from typing import Final

import apsw

from server.storage import Compacted, Db, DiskTroubleError, Trouble
from server.storage.engines.connection import Connection
from server.storage.engines.errors import named
from server.storage.engines.jobs import Outcome, tellable
from server.storage.journal import Append, append_all

# Errors of a statement as such; the connection is as sound as before. Source: https://sqlite.org/rescode.html
_MISTAKES: Final = (
    apsw.ConstraintError,
    apsw.SQLError,
    apsw.MismatchError,
    apsw.RangeError,
    apsw.TooBigError,
    apsw.BindingsError,
)

# How long a reader of the log may keep writers waiting.
_READERS_MS: Final = 50
# Of `PRAGMA temp_store`.
_DEFAULT: Final = 0
_IN_A_FILE: Final = 1


class _MistakeError(Exception):
    """A work is wrong; `error` is for its owner."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


class Commits:
    """Owns the writing connection, which `connect` opens; of one thread at a time."""

    def __init__(self, connect: Callable[[], Connection]) -> None:
        self._connect = connect
        self._connection: Connection | None = None
        self._is_suspect = False

    def commit(self, works: Sequence[Callable[[Db], object]]) -> list[Outcome]:
        """All of them in one commit; where one of them is wrong, each in its own, so that the others pass."""
        try:
            results = self._commit(works)
        except _MistakeError as mistake:
            return self._commit_apart(works, mistake.error)
        except BaseException as error:  # noqa: BLE001 - what has no name here is trouble
            return [Outcome(None, self._trouble("the disk refused a write", error))] * len(works)
        return [Outcome(result, None) for result in results]

    def compact(self) -> Outcome:
        """Write the file anew: pages keep copies of rows that were moved out of them. Gives a Compacted."""
        try:
            connection = self._open()
            before, began = connection.size().file, perf_counter()
            with _in_a_file(connection):
                connection.execute("VACUUM")
            took = perf_counter() - began
            return Outcome(
                Compacted(pause_s=took, bytes_before=before, bytes_after=connection.size().file), None
            )
        except BaseException as error:  # noqa: BLE001 - as in `commit`
            return Outcome(None, self._trouble("the database could not be written anew", error))

    def empty_log(self) -> Outcome:
        """Whether the log is empty now; nobody else waits for its readers for long."""
        try:
            connection = self._open()
            patience_ms = connection.pragma("busy_timeout")
            connection.set_busy_timeout(_READERS_MS)
            try:
                ((is_busy, _, _),) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.set_busy_timeout(patience_ms)
            return Outcome(not is_busy, None)
        except BaseException as error:  # noqa: BLE001 - as in `commit`
            return Outcome(None, self._trouble("the log could not be emptied", error))

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _commit(self, works: Sequence[Callable[[Db], object]]) -> list[object]:
        connection = self._open()
        connection.execute("BEGIN IMMEDIATE")
        with _naming_mistakes():
            append_all(connection, [work for work in works if isinstance(work, Append)])
            results = [None if isinstance(work, Append) else work(connection) for work in works]
            connection.execute("COMMIT")  # a deferred constraint may be broken, which is a mistake too
        if connection.txn_state() != apsw.SQLITE_TXN_NONE:
            # A cursor is left, which would hold this moment: behind another program's write no commit passes.
            self._drop()
        return results

    def _commit_apart(self, works: Sequence[Callable[[Db], object]], mistake: Exception) -> list[Outcome]:
        try:
            self._roll_back()
        except BaseException as error:  # noqa: BLE001 - as in `commit`
            return [Outcome(None, self._trouble("the disk refused a write", error))] * len(works)
        if len(works) == 1:
            return [Outcome(None, mistake)]
        outcomes: list[Outcome] = []
        for number, work in enumerate(works):
            outcomes += self.commit([work])
            if isinstance(outcomes[-1].error, DiskTroubleError):
                # The next ones would only wait as long for the same answer, each for itself.
                return outcomes + [outcomes[-1]] * (len(works) - number - 1)
        return outcomes

    def _open(self) -> Connection:
        if self._connection is None:
            self._connection = self._connect()
        if self._is_suspect:
            self._begin_a_new_log(self._connection)
            self._is_suspect = False
        return self._connection

    def _begin_a_new_log(self, connection: Connection) -> None:
        """Make what follows independent of what a failed fsync may have left unwritten.

        The system forgets a page that it could not write and says OK the next time: frames that only seem to
        be in the log would then cut off all that are written after them.
        """
        ((is_busy, _, _),) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if is_busy:
            raise apsw.BusyError("the log could not be begun anew")

    def _roll_back(self) -> None:
        if self._connection is not None and self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def _trouble(self, refused: str, error: BaseException) -> DiskTroubleError:
        """What the owners are told; the log is begun anew before the next write."""
        # A lock that was not given has changed nothing.
        if not (isinstance(error, apsw.BusyError) and self._is_at_rest()):
            self._is_suspect = True
            self._drop()
        return DiskTroubleError(f"{refused}: {type(error).__name__}: {error}", _reason(error))

    def _is_at_rest(self) -> bool:
        return self._connection is None or self._connection.txn_state() == apsw.SQLITE_TXN_NONE

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(BaseException):
                connection.close(True)  # noqa: FBT003 - apsw's only spelling of "discard what is open"


@contextmanager
def _naming_mistakes() -> Iterator[None]:
    """Tell the mistake of a work from trouble with the database. Raises _MistakeError, or what is trouble."""
    try:
        yield
    except Exception as error:
        if isinstance(error, (apsw.Error, MemoryError)) and not isinstance(error, _MISTAKES):
            raise
        raise _MistakeError(_tellable(error)) from error
    except BaseException as error:
        raise _MistakeError(_tellable(error)) from error


def _tellable(error: BaseException) -> Exception:
    """As its owner is told it, with the name that storage has for it."""
    if isinstance(error, apsw.Error):
        told = named(error)
        told.__cause__ = error
        return told
    return tellable(error)


def _reason(error: BaseException) -> Trouble:
    match error:
        case apsw.FullError():
            return Trouble.FULL
        case apsw.ReadOnlyError() | apsw.PermissionsError():
            return Trouble.READ_ONLY
        case apsw.BusyError() | apsw.LockedError():
            return Trouble.LOCKED
        case _:
            return Trouble.FAILING


@contextmanager
def _in_a_file(connection: Connection) -> Iterator[None]:
    """Let what SQLite keeps for a while be in a file, not in as much memory as the database has bytes.

    Nothing encrypts such a file: where the database is encrypted it stays in memory, see `cipher.unlock`.
    """
    before = connection.pragma("temp_store")
    if before == _DEFAULT:
        connection.pragma("temp_store", _IN_A_FILE)
    try:
        yield
    finally:
        connection.pragma("temp_store", before)
