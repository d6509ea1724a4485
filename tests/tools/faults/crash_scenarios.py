"""The commands that `tests/tools/faults/crashes.py` kills: in which folder, and what may be left of them."""

import asyncio
import secrets
import shutil
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import apsw
from pysequoia import Tsk

from crdt.compaction import LoadError
from server.command.archive import ArchiveReader
from server.ids import NoteId
from server.settings.config import Config
from tests.instance import add_notes, addresses_in, break_note, run, texts_in

_OLD_TEXT: Final = "avant " * 300
_NEW_TEXT: Final = "depuis " * 300
_SECRET: Final = "le mot de passe est soleil"
_ADDRESS: Final = "anna@example.org"
_DAMAGED: Final = b"SQLite format 3\0" + b"\xff" * 9000
_LOG: Final = b"frames of what is damaged" * 100


@dataclass(frozen=True)
class Look:
    """What a folder is: `old`, `new`, and what is said of each otherwise. Keys are tried in their order."""

    root: Path

    @property
    def config(self) -> Config:
        return Config(data=self.root / "data")

    def texts(self, *keys: str) -> dict[NoteId, str]:
        """Of the notes, under the first of these keys ("" for none) that opens the database."""
        for key in keys:
            with suppress(apsw.NotADBError, FileNotFoundError, ValueError):
                return texts_in(self.config.database_file, self.root / "keys" / key if key else None)
        raise AssertionError("no key opens the database")


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A command on a prepared folder. `state` says "old" or "new", or raises; `keys` open the database."""

    name: str
    prepare: Callable[[Path], None]
    command: Sequence[str]
    state: Callable[[Look], str]
    keys: Sequence[str] = ("",)
    given: str = ""
    # What the owner of the server does next.
    then: Sequence[str] = ("prune", "--data", "ROOT/data")

    def words(self, root: Path) -> list[str]:
        """`ROOT` is the folder, `NOTE` the note that has the secret, `FIRST` the first of all."""
        named = {"NOTE": _secret_note, "FIRST": _first_note}
        return [
            named[word](root) if word in named else word.replace("ROOT", str(root)) for word in self.command
        ]


def _add(data: Path, texts: Sequence[str], key: Path | None = None) -> None:
    asyncio.run(add_notes(data, texts, key=key))


def _plain(root: Path) -> None:
    _add(root / "data", [_OLD_TEXT, "b " * 3000, "c " * 3000])


def _encrypted(root: Path) -> None:
    key = root / "keys" / "old"
    key.write_text(secrets.token_hex(32))
    _add(root / "data", [_OLD_TEXT, "b " * 3000, "c " * 3000], key=key)


def _backed_up(root: Path) -> None:
    _plain(root)
    assert run(["backup", str(root / "backups" / "old.zip"), "--data", str(root / "data")])[0] == 0
    _add(root / "data", [_NEW_TEXT])


def _damaged(root: Path) -> None:
    _to_be_moved(root)
    (root / "data" / "pochette.db").write_bytes(_DAMAGED)
    (root / "data" / "pochette.db-wal").write_bytes(_LOG)


def _to_be_moved(root: Path) -> None:
    """On the new machine there is a backup, and the key of the instance, which was put back first."""
    _plain(root)
    assert run(["backup", str(root / "backups" / "old.zip"), "--data", str(root / "data")])[0] == 0
    key = root / "data" / "instance.key"
    kept = key.read_bytes()
    shutil.rmtree(root / "data")
    (root / "data").mkdir()
    key.write_bytes(kept)


def _broken(root: Path) -> None:
    _plain(root)
    (note, *_) = texts_in(root / "data" / "pochette.db")
    break_note(root / "data" / "pochette.db", note)


def _deleted(root: Path) -> None:
    """A secret was deleted, and a page that nothing uses still holds it."""
    _plain(root)
    with closing(apsw.Connection(str(root / "data" / "pochette.db"))) as database:
        database.execute("PRAGMA secure_delete = OFF")
        database.execute("CREATE TABLE passing (words TEXT)")
        database.execute("INSERT INTO passing VALUES (?)", (_SECRET * 1000,))
        database.execute("DROP TABLE passing")
        database.execute("INSERT INTO deletions (at) VALUES (1)")
    assert _has_secret(root / "data")


def _has_secret(data: Path) -> bool:
    return any(_SECRET.encode() in file.read_bytes() for file in data.iterdir())


def _with_key(root: Path) -> None:
    _with_new_key(root)
    code, said = run(["keys", "add", str(root / "backups" / "key.asc"), "--data", str(root / "data")])
    assert code == 0, said


def _with_new_key(root: Path) -> None:
    _plain(root)
    cert = Tsk.generate(f"<{_ADDRESS}>").extract_certificate()
    (root / "backups" / "key.asc").write_text(str(cert))


def _with_secret(root: Path) -> None:
    _add(root / "data", [f"{_OLD_TEXT}\n{_SECRET}\n", "b " * 3000])


def _first_note(root: Path) -> str:
    with closing(apsw.Connection(str(root / "data" / "pochette.db"))) as database:
        return str(database.execute("SELECT min(id) FROM notes").fetchall()[0][0])


def _secret_note(root: Path) -> str:
    texts = texts_in(root / "data" / "pochette.db")
    return next(note for note, text in texts.items() if _SECRET in text)


def _trashed(root: Path) -> None:
    _plain(root)
    with closing(apsw.Connection(str(root / "data" / "pochette.db"))) as database:
        database.execute("UPDATE notes SET trashed_at = 1 WHERE id = (SELECT min(id) FROM notes)")


def _is(condition: object) -> str:
    return "new" if condition else "old"


def _rekeyed(old: str, new: str) -> Callable[[Look], str]:
    def state(look: Look) -> str:
        """Under exactly one of two keys, with all of its texts."""
        states = []
        for key, called in ((old, "old"), (new, "new")):
            with suppress(AssertionError):
                assert len(look.texts(key)) == 3
                states.append(called)
        assert len(states) == 1, f"it opens as {states}"
        return states[0]

    return state


def _restored(look: Look) -> str:
    """Where it is done, what was there before is beside it, whole."""
    texts = look.texts("").values()
    assert len(texts) in {3, 4}
    if len(texts) == 3:
        (aside,) = look.config.data.glob("pochette.db.before-*")
        assert _NEW_TEXT in texts_in(aside).values()
    return _is(len(texts) == 3)


def _over_damage(look: Look) -> str:
    """Where it is done, the damaged one is beside the new one, with its log; else it is where it was."""
    path = look.config.database_file
    asides = [aside for aside in path.parent.glob("*.before-*") if not aside.name.endswith("-wal")]
    if path.read_bytes() != _DAMAGED:
        assert len(look.texts("")) == 3
        (path,) = (aside for aside in asides if aside.read_bytes() == _DAMAGED)
    log = path.with_name(f"{path.name}-wal")
    # Between two steps the log has only its second name; the next command gives it back.
    logs = [log] if log.exists() or not asides else [aside.with_name(f"{aside.name}-wal") for aside in asides]
    assert [log.read_bytes() for log in logs] == [_LOG]
    return _is(path != look.config.database_file)


def _moved_in(look: Look) -> str:
    if not look.config.database_file.exists():
        assert not look.config.database_file.with_name("pochette.db-wal").exists()
        assert (
            run(["restore", str(look.root / "backups" / "old.zip"), "--data", str(look.config.data)])[0] == 0
        )
        assert len(look.texts("")) == 3
        return "new"
    assert len(look.texts("")) == 3
    return "new"


def _erased(look: Look) -> str:
    texts = look.texts("").values()
    assert len(texts) == 2
    return _is(not any(_SECRET in text for text in texts))


def _pruned(look: Look) -> str:
    texts = look.texts("")
    assert len(texts) in {2, 3}
    return _is(len(texts) == 2)


def _repaired(look: Look) -> str:
    """Where it is done, the note as it was is beside the database, whole."""
    try:
        assert len(look.texts("")) == 3
    except LoadError:
        return "old"
    aside = list(look.config.data.glob("*.before-repair-*.zip"))
    assert len(aside) == 1, f"{len(aside)} copies of the note as it was"
    with closing(ArchiveReader(aside[0].open("rb"))) as archive:
        assert len([list(archive.note(note)) for note in archive.notes]) == 1
    return "new"


def _imported(look: Look) -> str:
    texts = look.texts("")
    assert len(texts) in {3, 4}
    return _is(len(texts) == 4)


def _compacted(look: Look) -> str:
    """Where it says that nothing deleted is left, no file has a byte of it."""
    has_secret = _has_secret(look.config.data)
    assert len(look.texts("")) == 3
    with closing(apsw.Connection(str(look.config.database_file))) as database:
        is_pending = bool(list(database.execute("SELECT 1 FROM deletions")))
    assert is_pending or not has_secret
    return _is(not is_pending)


def _key_added(look: Look) -> str:
    return _is(_has_key(look))


def _key_removed(look: Look) -> str:
    return _is(not _has_key(look))


def _has_key(look: Look) -> bool:
    assert len(look.texts("")) == 3
    addresses = addresses_in(look.config.database_file)
    assert addresses in (set(), {_ADDRESS})
    return bool(addresses)


def _saved(look: Look) -> str:
    assert len(look.texts("")) == 3
    target = look.root / "backups" / "night.zip"
    if not target.exists():
        return "old"
    with closing(ArchiveReader(target.open("rb"))) as archive:
        assert len([list(archive.note(note)) for note in archive.notes]) == 3
    return "new"


_DATA: Final = ("--data", "ROOT/data")
_OLD_KEY: Final = ("--database-key-file", "ROOT/keys/old")
_NOTE: Final = "ROOT/backups/note.md"


def _with_file(root: Path) -> None:
    _plain(root)
    (root / "backups" / "note.md").write_text(_NEW_TEXT)


SCENARIOS: Final = (
    Scenario(
        name="encrypt",
        prepare=_plain,
        command=("encrypt", "ROOT/keys/new", *_DATA),
        state=_rekeyed("", "new"),
        keys=("", "new"),
    ),
    Scenario(
        name="change the key",
        prepare=_encrypted,
        command=("encrypt", "ROOT/keys/new", *_DATA, *_OLD_KEY),
        state=_rekeyed("old", "new"),
        keys=("old", "new"),
    ),
    Scenario(
        name="decrypt",
        prepare=_encrypted,
        command=("decrypt", *_DATA, *_OLD_KEY),
        state=_rekeyed("old", ""),
        keys=("old", ""),
    ),
    Scenario(
        name="restore",
        prepare=_backed_up,
        command=("restore", "ROOT/backups/old.zip", *_DATA),
        state=_restored,
    ),
    Scenario(
        name="restore over damage",
        prepare=_damaged,
        command=("restore", "ROOT/backups/old.zip", *_DATA),
        state=_over_damage,
        then=("restore", "ROOT/backups/old.zip", *_DATA),
    ),
    Scenario(
        name="restore elsewhere",
        prepare=_to_be_moved,
        command=("restore", "ROOT/backups/old.zip", *_DATA),
        state=_moved_in,
    ),
    Scenario(
        name="erase", prepare=_with_secret, command=("erase", "NOTE", *_DATA), state=_erased, given=_SECRET
    ),
    Scenario(name="repair", prepare=_broken, command=("repair", "FIRST", *_DATA), state=_repaired),
    Scenario(name="prune", prepare=_trashed, command=("prune", *_DATA), state=_pruned),
    Scenario(name="import", prepare=_with_file, command=("import", _NOTE, *_DATA), state=_imported),
    Scenario(name="compact", prepare=_deleted, command=("compact", *_DATA), state=_compacted),
    Scenario(
        name="add key",
        prepare=_with_new_key,
        command=("keys", "add", "ROOT/backups/key.asc", *_DATA),
        state=_key_added,
    ),
    Scenario(
        name="remove key",
        prepare=_with_key,
        command=("keys", "remove", _ADDRESS, *_DATA),
        state=_key_removed,
    ),
    Scenario(
        name="backup", prepare=_plain, command=("backup", "ROOT/backups/night.zip", *_DATA), state=_saved
    ),
)
