"""A database of an earlier version: each command says what to do and changes nothing, on both engines."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

import psycopg
import pytest
from pysequoia import Tsk

from server.__main__ import _RUNS
from server.command.doctor import look_at_key
from server.settings.config import Config
from server.settings.database_url import DatabaseUrl
from server.storage.engines.postgres import schema as of_server
from server.storage.engines.postgres.connection import connect as connect_to_server
from server.storage.engines.sqlite import Schema, connect
from server.storage.migrations import migrations
from server.visitors.team_passphrase import hash_of
from tests.databases import Databases, Kind
from tests.instance import run
from tests.server.both_engines import databases
from tests.server.storage.older import apply_each_until

__all__ = ["databases"]

BEFORE, NEWEST = (one.number for one in migrations()[-2:])

# What each command that reads or changes notes is called with.
REFUSED: Final[dict[str, Sequence[str]]] = {
    "audit": (),
    "backup": ("FILE",),
    "binders": (),
    "check": (),
    "compact": (),
    "encrypt": ("KEY",),
    "erase": ("x",),
    "import": ("TEXT",),
    "keys add": ("CERTIFICATE",),
    "keys list": (),
    "keys remove": ("x",),
    "links": ("x",),
    "list": (),
    "move": ("--to", "ELSEWHERE"),
    "people": (),
    "prune": (),
    "repair": ("x",),
    "trash": (),
    "webhooks": (),
}
OTHERWISE: Final = {
    "serve": "it updates",
    "renew-epochs": "it updates, as it must come before the first start",
    "restore": "what it restores takes the place",
    "decrypt": "does what encrypt does, to one that is encrypted",
    "doctor": "test_the_doctor_says_it",
    **dict.fromkeys(("export", "licences", "passphrase", "proxy", "sbom"), "no database"),
}


class Older:
    """A database of the version before, and the files that commands name."""

    def __init__(self, folder: Path, databases: Databases) -> None:
        self.data, self.file = folder / "data", folder / "data" / "pochette.db"
        self.data.mkdir(mode=0o700)
        self.url = databases.url(self.data)
        if self.url is None:
            with closing(connect(self.file)) as connection:
                apply_each_until(Schema(connection), BEFORE)
        else:
            with connect_to_server(self.url) as connection:
                connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
                apply_each_until(of_server.Schema(connection), BEFORE)
        self.place = str(self.file if self.url is None else DatabaseUrl(self.url))
        self._options = ("--data", str(self.data), *(() if self.url is None else ("--database", self.url)))
        self.config = Config(data=self.data, database=databases.setting(self.data))
        self._named = {
            "FILE": str(folder / "backup.zip"),
            "KEY": str(folder / "new.key"),
            "ELSEWHERE": "postgresql://127.0.0.1:1/x" if self.url is None else str(folder / "elsewhere"),
            "TEXT": _written(folder / "text.md", b"# Fret\n"),
            "CERTIFICATE": _written(
                folder / "key.asc", bytes(Tsk.generate("Anna <anna@example.org>").extract_certificate())
            ),
        }

    def run(self, command: str, *words: str) -> tuple[int, str]:
        named = [self._named.get(word, word) for word in words]
        return run([*command.split(), *named, *self._options], given="un passage de cette note")

    def state(self) -> object:
        if self.url is None:
            return self.file.read_bytes()
        with psycopg.connect(self.url) as connection:
            return connection.execute("SELECT max(number) FROM schema_migrations").fetchone()


@pytest.fixture(scope="module")
def passphrase() -> str:
    return hash_of("une phrase de passe")


@pytest.fixture
def older(tmp_path: Path, databases: Databases, passphrase: str, monkeypatch: pytest.MonkeyPatch) -> Older:
    monkeypatch.setenv("POCHETTE_TEAM_PASSPHRASE", passphrase)
    return Older(tmp_path, databases)


def _written(file: Path, content: bytes) -> str:
    file.write_bytes(content)
    return str(file)


def test_every_command_is_thought_of() -> None:
    assert set(REFUSED) | set(OTHERWISE) == set(_RUNS)
    assert not set(REFUSED) & set(OTHERWISE)


@pytest.mark.first(4)
@pytest.mark.parametrize("command", REFUSED)
def test_it_is_told_and_left_as_it_is(
    older: Older, command: str, databases: Databases, tmp_path: Path
) -> None:
    if command == "encrypt" and databases.kind is Kind.POSTGRESQL:
        pytest.skip("a command for files")
    before = older.state()
    code, said = older.run(command, *REFUSED[command])
    assert code == 1
    assert said == (
        f"pochette: {older.place} cannot be opened: it has schema {BEFORE}, this program needs {NEWEST}:"
        " start the server once, which updates it.\n"
    )
    assert older.state() == before
    assert not list(tmp_path.glob("backup*")) + list(tmp_path.glob("new.key"))


def test_the_doctor_says_it(older: Older) -> None:
    found = look_at_key(older.config)
    assert not found.is_well
    assert f"it has schema {BEFORE}, this program needs {NEWEST}: start the server once" in found.said


def test_renewing_epochs_updates_it_and_says_so(older: Older) -> None:
    code, said = older.run("renew-epochs")
    assert code == 0
    assert f"The database is updated: it has schema {NEWEST} now." in said
    assert older.run("check")[0] == 0
