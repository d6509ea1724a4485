"""Where the database is missing, empty, damaged or another's, each command says so and changes nothing."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from server.command.archive import ArchiveWriter
from server.storage.migrations import migrations
from tests.instance import add_notes, texts_in
from tests.server.command.runs import Run
from tests.shell import pochette

NEWEST = migrations()[-1].number
READING = (["check"], ["backup", "FILE"], ["audit"], ["webhooks"], ["keys", "list"], ["links", "x"])
ALONE = (["repair", "x"], ["erase", "x"], ["prune"], ["encrypt", "KEY"])
EVERY = (*READING, *ALONE, ["keys", "remove", "x"])


@pytest.fixture
async def database(tmp_path: Path) -> Path:
    """The database of a stopped instance with two notes, in a folder `data`."""
    await add_notes(tmp_path / "data", ["un " * 3000, "deux"])
    return tmp_path / "data" / "pochette.db"


def files(folder: Path) -> dict[str, bytes]:
    """All that lies in a folder but locks, memory that SQLite's connections share, and empty files."""
    return {
        str(file.relative_to(folder)): content
        for file in folder.rglob("*")
        if file.is_file()
        and not file.name.endswith((".lock", "-shm", "instance.key"))
        and (content := file.read_bytes())
    }


def refused(run: Run, commands: Sequence[Sequence[str]], folder: Path) -> set[str]:
    """The words with which all of them refuse; nothing of the folder has changed."""
    before, words = files(folder), set()
    for command in commands:
        code, out, err = run(command, folder)
        assert (code, out) == (1, ""), command
        assert err.startswith("pochette: "), command
        assert err.count("\n") == 1, command
        words.add(err.removeprefix("pochette: ").strip())
        assert files(folder) == before, command
    return words


def test_where_there_is_none_nobody_makes_one(run: Run, tmp_path: Path) -> None:
    missing = f"There is no database in {tmp_path / 'data'}: name its folder with --data."
    assert refused(run, EVERY, tmp_path) == {missing}
    (tmp_path / "data").mkdir()
    assert refused(run, EVERY, tmp_path) == {missing}
    assert not (tmp_path / "data" / "pochette.db").exists()


def test_an_empty_file_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    database = tmp_path / "data" / "pochette.db"
    database.touch()
    assert refused(run, EVERY, tmp_path) == {
        f"{database} is empty: no server has stored anything in it. Restore a backup."
    }
    assert database.stat().st_size == 0
    with closing(sqlite3.connect(database)) as empty:
        empty.execute("PRAGMA user_version = 1")
        empty.execute("PRAGMA user_version = 0")
    assert refused(run, READING, tmp_path) == {
        f"{database} cannot be opened: it is empty: no server has stored anything in it."
    }


def test_what_is_no_database_is_told(run: Run, database: Path, tmp_path: Path) -> None:
    database.write_bytes(b"no database " * 1000)
    assert refused(run, EVERY, tmp_path) == {
        f"{database} is encrypted, or damaged: name its key with database_key_file."
    }


def test_a_damaged_page_is_told_by_what_reads_every_page(run: Run, database: Path, tmp_path: Path) -> None:
    content = bytearray(database.read_bytes())
    size = int.from_bytes(content[16:18], "big")
    for page in range(2, len(content) // size):
        content[page * size : page * size + 16] = b"\xff" * 16
    database.write_bytes(content)
    told = refused(run, (["check"], ["backup", "FILE"], ["encrypt", "KEY"], ["prune"]), tmp_path)
    assert {words.split(":")[0] for words in told} == {f"{database} is damaged"}
    assert all(words.endswith(" Restore a backup with `pochette restore`.") for words in told)
    assert not (tmp_path / "new.key").exists()


def test_a_database_of_another_program_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for version in (0, 5, 99):
        path = tmp_path / "data" / "pochette.db"
        path.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as foreign:
            foreign.execute("CREATE TABLE bookmarks (url TEXT)")
            foreign.execute(f"PRAGMA user_version = {version}")
        assert refused(run, EVERY, tmp_path) == {
            f"{path} cannot be opened: it is a database of another program."
        }


def test_a_newer_database_is_told(run: Run, database: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(database)) as newer:
        newer.execute("INSERT INTO schema_migrations VALUES (?, 'newer', '', 1)", (NEWEST + 1,))
        newer.commit()
    (told,) = refused(run, EVERY, tmp_path)
    assert told == (
        f"{database} cannot be opened: it has schema {NEWEST + 1}, this program knows {NEWEST}:"
        " install a newer Pochette."
    )


def test_a_backup_of_a_newer_schema_is_not_restored(run: Run, database: Path, tmp_path: Path) -> None:
    with (tmp_path / "backup.zip").open("wb") as file:
        backup = ArchiveWriter(file)
        backup.shared(())
        backup.finish(made_at=1, schema=NEWEST + 1)
    code, out, err = run(["restore", "FILE"], tmp_path)
    assert (code, out) == (1, "")
    assert f"it has schema {NEWEST + 1}, this program knows {NEWEST}: install a newer Pochette.\n" in err
    assert sorted(texts_in(database).values()) == ["deux", "un " * 3000]


async def test_a_server_leaves_a_database_of_another_program_alone(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    path = tmp_path / "data" / "pochette.db"
    with closing(sqlite3.connect(path)) as foreign:
        foreign.execute("CREATE TABLE bookmarks (url TEXT)")
    before = path.read_bytes()
    code, out, err = await pochette("serve", "--port", "0", "--data", str(path.parent))
    assert (code, out) == (1, "")
    assert f"{path} cannot be opened: it is a database of another program." in err
    assert path.read_bytes() == before


def test_the_audit_log_is_checked_with_no_new_key(run: Run, database: Path, tmp_path: Path) -> None:
    key = database.with_name("instance.key")
    key.unlink()
    told = f"{key} is missing: only with it can this log be checked."
    assert refused(run, (["audit"],), tmp_path) == {told}
    assert not key.exists()


def test_a_backup_takes_the_place_of_a_damaged_database_and_the_log_moves_with_its_file(
    run: Run, database: Path, tmp_path: Path
) -> None:
    assert run(["backup", "FILE"], tmp_path)[0] == 0
    log = database.with_name("pochette.db-wal")
    damaged, frames = b"SQLite format 3\0" + b"\xff" * 5000, b"frames of the damaged one"
    database.write_bytes(damaged)
    log.write_bytes(frames)
    code, out, err = run(["restore", "FILE"], tmp_path)
    assert (code, err) == (0, "")
    aside = Path(out.splitlines()[1].removeprefix("What was there before is in ").removesuffix("."))
    assert aside.read_bytes() == damaged
    assert aside.with_name(f"{aside.name}-wal").read_bytes() == frames
    assert sorted(texts_in(database).values()) == ["deux", "un " * 3000]


def test_a_log_without_its_database_is_not_given_to_another(run: Run, database: Path, tmp_path: Path) -> None:
    assert run(["backup", "FILE"], tmp_path)[0] == 0
    log = database.with_name("pochette.db-wal")
    database.unlink()
    log.write_bytes(b"frames of another one")
    assert refused(run, (["restore", "FILE"],), tmp_path) == {
        f"{log} is there without its database: put it elsewhere first. Nothing is changed."
    }
