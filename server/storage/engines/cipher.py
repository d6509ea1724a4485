"""Encryption at rest: each page is encrypted and authenticated by ChaCha20-Poly1305.

Source: https://utelle.github.io/SQLite3MultipleCiphers/docs/ciphers/cipher_chacha20/
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import apsw

from server.storage import DamagedDatabaseError, Db
from server.storage.engines.connection import Connection
from server.storage.engines.errors import named_errors

KEY_BYTES: Final = 32
_PLAIN_HEAD: Final = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Key:
    """The 32 bytes that open a database; they never show in a trace or a log."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:
            raise ValueError(f"{KEY_BYTES} bytes")

    @property
    def pragma(self) -> str:
        """As SQLite takes it: the key itself, not a passphrase to derive one from."""
        return f"raw:{self.secret.hex()}"


def unlock(connection: apsw.Connection, key: Key) -> None:
    """Give a new connection its key, before anything else is asked of it."""
    connection.pragma("cipher", "chacha20")
    connection.pragma("key", key.pragma)
    # Temporary files are not encrypted.
    connection.pragma("temp_store", "memory")


def is_plain(path: Path) -> bool:
    """Whether anybody who has the file can read it."""
    with path.open("rb") as file:
        return file.read(len(_PLAIN_HEAD)) == _PLAIN_HEAD


@named_errors()
def recrypt(path: Path, old: Key | None, new: Key | None) -> None:
    """Write a database that nobody has open anew, under another key or (None) none; the caller syncs it.

    No journal is kept: where this raises DatabaseError or OSError the file is worth nothing. Do it to a copy.
    """
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    try:
        if old is not None:
            unlock(connection, old)
        for setting in ("temp_store = memory", "journal_mode = DELETE", "journal_mode = OFF"):
            connection.execute(f"PRAGMA {setting}")
        if old is None:
            connection.pragma("cipher", "chacha20")
        connection.pragma("rekey", new.pragma if new is not None else "")
    finally:
        connection.close()


@named_errors()
def begin_log(path: Path, key: Key | None) -> None:
    """Read every page of a new database under its key, and leave it in WAL mode, as a server expects it.

    Raises DatabaseError where a page is not what it was.
    """
    connection = Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    try:
        if key is not None:
            unlock(connection, key)
        expect_sound(connection)
        connection.pragma("journal_mode", "WAL")
    finally:
        connection.close()


def expect_sound(connection: Db) -> None:
    """Read every page. Raises DamagedDatabaseError with the first that is not what it was."""
    answers = [str(answer) for (answer,) in connection.execute("PRAGMA integrity_check(1)")]
    if answers != ["ok"]:
        raise DamagedDatabaseError(" ".join(" ".join(answers).split()))
