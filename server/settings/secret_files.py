"""Secret files: one line each, readable by the server's user only."""

from pathlib import Path
from typing import Final

from server.errors import StartError

_OTHERS: Final = 0o077


def secret_in(path: Path) -> str:
    """What a file holds, without the end of its line. Raises StartError, also where others can read it."""
    try:
        if path.stat().st_mode & _OTHERS:
            raise StartError(f"{path} can be read by others: run `chmod 600 {path}`.")
        secret = path.read_text("utf-8").strip()
    except OSError as error:
        raise StartError(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise StartError(f"{path} cannot be read: it is no text.") from error
    if not secret:
        raise StartError(f"{path} is empty: expected a secret.")
    return secret
