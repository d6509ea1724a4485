"""Copies of the database and notes that were put aside are all found again."""

from pathlib import Path

from server.command.put_aside import before_repair, before_restore, older_copies
from server.ids import NoteId
from server.settings.config import Config


def test_all_that_was_put_aside_is_found_and_nothing_else(tmp_path: Path) -> None:
    config = Config(data=tmp_path)
    aside = {before_restore(config, 2), before_restore(config, 10), before_repair(config, NoteId("n1"), 5)}
    for path in (*aside, config.database_file, tmp_path / "instance.key"):
        path.touch()
    assert set(older_copies(config)) == aside
    assert older_copies(config) == sorted(aside)
