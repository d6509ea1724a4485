"""SQLite's errors under the names that storage has for them."""

from collections.abc import Iterator
from contextlib import contextmanager

import apsw

from server.storage import (
    DamagedDatabaseError,
    DatabaseError,
    LockedDatabaseError,
    NotADatabaseError,
    RefusedRowsError,
)


def named(error: apsw.Error) -> DatabaseError:
    """The error that stands for one of SQLite, with the same words."""
    match error:
        case apsw.NotADBError():
            return NotADatabaseError(str(error))
        case apsw.CorruptError():
            return DamagedDatabaseError(str(error))
        case apsw.ConstraintError():
            return RefusedRowsError(str(error))
        case apsw.BusyError() | apsw.LockedError():
            return LockedDatabaseError(str(error))
        case _:
            return DatabaseError(str(error))


@contextmanager
def named_errors() -> Iterator[None]:
    """Raises DatabaseError where SQLite raises an error of its own."""
    try:
        yield
    except apsw.Error as error:
        raise named(error) from error
