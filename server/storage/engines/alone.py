"""Exclusive access to a database file, for copying or replacing it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import apsw

from server.storage import DatabaseError
from server.storage.engines.cipher import Key, unlock
from server.storage.engines.errors import named_errors


class InUseError(DatabaseError):
    """Another process has the database open."""


@contextmanager
def alone(path: Path, key: Key | None) -> Iterator[BinaryIO]:
    """Merge the log into the file and lock every other program out, also one that knows no lock of ours.

    SQLite leaves WAL mode only for the last connection: it refuses while another process has read it and is
    still connected. A program that opened the file without reading it is found by data_folder/holders.py.
    The value is the file, to be copied. Raises InUseError, or DatabaseError where the database does not open.
    Source: https://www.sqlite.org/howtocorrupt.html, 2.2 and 2.4.
    """
    # Closed after the connection: closing any descriptor of a file ends all POSIX locks of the process on it.
    with path.open("rb") as file, named_errors():
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
        before = None
        try:
            # Where it does not open, file and log stay as they are.
            connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
            if key is not None:
                unlock(connection, key)
            before = connection.pragma("journal_mode")
            _exclude(connection, path)
            yield file
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            if before == "wal" and os.path.samestat(os.fstat(file.fileno()), path.stat()):
                # In WAL mode again, so that a server can start beside a reader.
                with suppress(apsw.Error):
                    connection.pragma("journal_mode", "WAL")
            connection.close()


@contextmanager
def alone_with_damage(path: Path) -> Iterator[None]:
    """The same for a file that SQLite cannot read: its lock is asked for without it. Raises InUseError.

    The log is not merged: it belongs to the file, and moves with it.
    """
    file = apsw.VFSFile("unix", str(path), [apsw.SQLITE_OPEN_MAIN_DB | apsw.SQLITE_OPEN_READWRITE, 0])
    try:
        for level in (apsw.SQLITE_LOCK_SHARED, apsw.SQLITE_LOCK_EXCLUSIVE):
            file.xLock(level)
    except apsw.BusyError as error:
        raise InUseError from error
    else:
        yield
    finally:
        file.xClose()


def _exclude(connection: apsw.Connection, path: Path) -> None:
    try:
        mode = connection.pragma("journal_mode", "DELETE")
        connection.execute("BEGIN EXCLUSIVE")
    except apsw.BusyError as error:
        raise InUseError from error
    if mode != "delete" or path.with_name(f"{path.name}-wal").exists():
        raise InUseError
