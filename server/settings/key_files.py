"""Key files: 32 bytes in hex, readable by the server's user only."""

import os
import secrets
from pathlib import Path
from typing import Final

from server.durable import sync
from server.errors import StartError
from server.new_files import create
from server.settings.config import Config
from server.settings.secret_files import secret_in

KEY_BYTES: Final = 32


def key_of(path: Path, *, folder: Path | None = None) -> bytes:
    """Read a key, or make it where there is none yet, for the owner of `folder`. Raises StartError."""
    try:
        if not path.exists():
            _create(path, new_key(), folder)
    except OSError as error:
        raise StartError(f"{path} cannot be read or made: {error.strerror}.") from error
    return read_key(path)


def new_key() -> bytes:
    """One that is in no file yet."""
    return secrets.token_bytes(KEY_BYTES)


def keep_key(path: Path, key: bytes) -> None:
    """Write a new key into its file. Raises StartError, also where another process was faster."""
    try:
        _create(path, key, None)
    except OSError as error:
        raise StartError(f"{path} cannot be made: {error.strerror}.") from error
    if read_key(path) != key:
        raise StartError(f"{path} was made by another process just now: try again.")


def read_key(path: Path) -> bytes:
    """Read a key. Raises StartError."""
    return key_from(secret_in(path), str(path))


def database_key(config: Config) -> bytes | None:
    """The key under which the database is encrypted; None where it is not. Raises StartError."""
    if config.database_key and config.database_key_file:
        raise StartError("The key of the database is in the environment and in a file: keep one of them.")
    if config.database_key:
        return key_from(config.database_key, "POCHETTE_DATABASE_KEY")
    return read_key(config.database_key_file) if config.database_key_file else None


def key_from(text: str, named: str) -> bytes:
    """The key that is written as `text`; `named` is where it was found. Raises StartError."""
    try:
        key = bytes.fromhex(text.strip())
    except ValueError as error:
        raise StartError(f"{named} is not a key of Pochette: expected {KEY_BYTES} bytes in hex.") from error
    if len(key) != KEY_BYTES:
        raise StartError(f"{named} is not a key of Pochette: expected {KEY_BYTES} bytes, found {len(key)}.")
    return key


def _create(path: Path, key: bytes, folder: Path | None) -> None:
    """Write the whole key under another name first: a crash or a second start leaves no half of one."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = create(draft, folder=folder)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(key.hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            return
    finally:
        draft.unlink()
        sync(path.parent)
