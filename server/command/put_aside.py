"""Names and lists the files that `restore` and `repair` put aside."""

from pathlib import Path

from server.data_folder.drafts import ASIDE
from server.ids import NoteId
from server.settings.config import Config


def before_restore(config: Config, at: int) -> Path:
    """Where the database goes that a backup takes the place of. `at`: ms since 1970."""
    return config.database_file.with_name(f"{config.database_file.name}{ASIDE}{at}")


def before_repair(config: Config, note: NoteId, at: int) -> Path:
    """Where a note goes as it was. `at`: ms since 1970."""
    return config.data / f"{note}{ASIDE}repair-{at}.zip"


def older_copies(config: Config) -> list[Path]:
    """All that was put aside and not deleted since: it holds what was erased and is encrypted as it was."""
    return sorted(path for path in config.data.iterdir() if ASIDE in path.name)
