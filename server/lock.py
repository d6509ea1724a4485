"""One process a folder: two servers on the same notes would each believe to be the only one that writes."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server.errors import StartError


@contextmanager
def sole_owner(folder: Path) -> Iterator[None]:
    """Own the notes of a folder meanwhile. Raises StartError while another process does."""
    with (folder / "pochette.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = f"Another Pochette uses {folder}: stop it first, or name another folder with --data."
            raise StartError(message) from None
        yield
