"""Works: all that writes but keystrokes, one transaction after the other over all nodes, by one lock."""

from collections.abc import Callable, Sequence
from typing import Final

from server.storage import Db, DiskTroubleError, FencedError
from server.storage.engines.jobs import Outcome
from server.storage.engines.postgres.connection import Connection, PostgresDb, connect, cut, was_ended
from server.storage.engines.postgres.errors import TRY_AGAIN, reason_of, tellable, trouble
from server.storage.engines.postgres.schema import TAKE_TURN

_TRIES: Final = 3
# A process that is stopped in the middle of a work must not hold the lock of all for ever. One that is alone
# holds up nobody, and may compute for as long as it takes on a slow machine, as a move or a restore does.
_MOST_IDLE: Final = "SET idle_in_transaction_session_timeout = '3s'"
_REFUSED: Final = "the database took no write"

Work = Callable[[Db], object]


class _MistakeError(Exception):
    """A work is wrong; `error` is for its owner."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


class Works:
    """Owns the connection of works; of one thread at a time. `alone`: nobody else has the database open."""

    def __init__(self, url: str, *, alone: bool = False) -> None:
        self._url = url
        self._alone = alone
        self._connection: Connection | None = None

    def write(self, works: Sequence[Work], fence: int) -> list[Outcome]:
        """All of them in one commit, under the number of a node.

        Where one of them is wrong, each is in its own, so that the others pass.
        """
        try:
            return [Outcome(result, None) for result in self._commit(works, fence)]
        except _MistakeError as mistake:
            return self._apart(works, fence, mistake.error)
        except FencedError as error:
            return [Outcome(None, error)] * len(works)
        except BaseException as error:  # noqa: BLE001 - what has no name here is trouble
            self.close()
            return [Outcome(None, trouble(_REFUSED, error))] * len(works)

    def cut(self) -> None:
        """Wait for a silent server no longer; from any thread."""
        cut(self._connection)

    def close(self) -> None:
        """Close the connection."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _commit(self, works: Sequence[Work], fence: int) -> list[object]:
        for tries in range(1, _TRIES + 1):
            try:
                return self._try_to_commit(works, fence)
            except TRY_AGAIN:
                self._roll_back()
                if tries == _TRIES:
                    raise
        raise AssertionError

    def _try_to_commit(self, works: Sequence[Work], fence: int) -> list[object]:
        connection = self._open()
        if not _begin(connection, fence):
            self._roll_back()
            raise FencedError("this process was declared dead")
        db = PostgresDb(connection)
        results = [_run(work, db) for work in works]
        if connection.execute("COMMIT").statusmessage != "COMMIT":
            raise _MistakeError(RuntimeError("a work went on after a statement of its own that failed"))
        return results

    def _apart(self, works: Sequence[Work], fence: int, mistake: Exception) -> list[Outcome]:
        try:
            self._roll_back()
        except BaseException as error:  # noqa: BLE001 - as in `write`
            self.close()
            return [Outcome(None, trouble(_REFUSED, error))] * len(works)
        if len(works) == 1:
            return [Outcome(None, mistake)]
        outcomes: list[Outcome] = []
        for number, work in enumerate(works):
            outcomes += self.write([work], fence)
            if isinstance(outcomes[-1].error, (DiskTroubleError, FencedError)):
                # The next ones would only wait as long for the same answer, each for itself.
                return outcomes + [outcomes[-1]] * (len(works) - number - 1)
        return outcomes

    def _open(self) -> Connection:
        if self._connection is not None and was_ended(self._connection):
            self.close()
        if self._connection is None:
            self._connection = connect(self._url)
            if not self._alone:
                self._connection.execute(_MOST_IDLE)
        return self._connection

    def _roll_back(self) -> None:
        if self._connection is not None:
            self._connection.execute("ROLLBACK")


def _begin(connection: Connection, fence: int) -> bool:
    """Alone among all nodes; whether this one may write. One round trip."""
    cursor = connection.execute(
        f"BEGIN; {TAKE_TURN}; SELECT FROM fences WHERE node = {fence:d} FOR KEY SHARE".encode()
    )
    while cursor.nextset():
        pass
    return cursor.rowcount == 1


def _run(work: Work, db: Db) -> object:
    """Tell the mistake of a work from trouble with the database. Raises _MistakeError, or what is trouble."""
    try:
        return work(db)
    except Exception as error:
        if isinstance(error, TRY_AGAIN) or reason_of(error) is not None:
            raise
        raise _MistakeError(tellable(error)) from error
    except BaseException as error:
        raise _MistakeError(tellable(error)) from error
