"""Draft files of commands that replace the database; leftovers of killed commands are deleted."""

from pathlib import Path
from typing import Final

from server.durable import sync
from server.settings.config import Config

RESTORING: Final = ".restoring"
RECRYPTING: Final = ".recrypting"
ASIDE: Final = ".before-"


def draft(config: Config, kind: str) -> Path:
    """Where the next database is written until it is whole."""
    return config.database_file.with_suffix(kind)


def remove_drafts(config: Config) -> None:
    """Delete what killed commands left: half a database, one that is no longer encrypted, or a second name.

    For the owner of the folder. A `restore` that was killed before its last step leaves the database with a
    second name, as if it had been put aside.
    """
    for kind in (RESTORING, RECRYPTING):
        for suffix in ("", "-journal", "-wal", "-shm"):
            path = draft(config, kind)
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    if config.database_file.exists():
        asides = list(config.data.glob(f"{config.database_file.name}{ASIDE}*"))
        for aside in asides:
            if aside.exists() and aside.samefile(config.database_file):
                log = aside.with_name(f"{aside.name}-wal")  # of a damaged one
                if log.exists():
                    log.replace(config.database_file.with_name(f"{config.database_file.name}-wal"))
                    sync(config.data)
                aside.unlink()
