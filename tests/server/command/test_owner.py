"""Commands of root in the folder of the server's user: what they leave is that user's, who goes on."""

import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Final

import pytest

from server.new_files import create
from server.storage.engines.sqlite import connect
from tests.instance import ROOT, add_notes, run
from tests.postgresql import Cluster

# Of no user and no group of this machine.
_USER: Final = 65_123

pytestmark = [
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away"),
    pytest.mark.sqlite("a server of its own keeps its files"),
]


class Place:
    """The folder of data of the server's user, and one that only root may write in."""

    def __init__(self, folder: Path) -> None:
        self.data, self.of_root = folder / "data", folder / "root"
        folder.chmod(0o755)
        self.of_root.mkdir()
        self.data.mkdir(mode=0o700)
        os.chown(self.data, _USER, _USER)

    def pochette(self, *words: str) -> str:
        """A command of root, and what it says."""
        code, said = run([*words, "--data", str(self.data)])
        assert code == 0, said
        return said

    def expect_owned(self, mode: int = 0o600) -> None:
        """Every file is the user's, for nobody else."""
        found = {file.name: file.stat() for file in self.data.iterdir()}
        assert {name for name, its in found.items() if (its.st_uid, its.st_gid) != (_USER, _USER)} == set()
        modes = {name: stat.S_IMODE(its.st_mode) for name, its in found.items() if name.endswith(".db")}
        assert modes == {"pochette.db": mode}


@pytest.fixture
def place() -> Iterator[Place]:
    with tempfile.TemporaryDirectory(prefix="pochette-owner-") as folder:
        yield Place(Path(folder))


@pytest.fixture
def as_user() -> Sequence[str]:
    """What a command begins with that another user runs, who may read this program wherever it lies."""
    program = shutil.which("setpriv") or pytest.skip("setpriv is not installed")
    ids = ("--reuid", str(_USER), "--regid", str(_USER), "--clear-groups")
    return (program, *ids, "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search")


def test_a_note_that_root_imports_is_the_users(place: Place) -> None:
    (text := place.of_root / "x.md").write_text("# Santé\n")
    place.pochette("import", str(text))
    place.expect_owned()
    assert {file.name for file in place.data.iterdir()} >= {"pochette.db", "instance.key", "database.lock"}


def test_the_server_starts_after_the_documented_restore_and_all_other_commands(
    place: Place, as_user: Sequence[str]
) -> None:
    backup, key = place.of_root / "b.zip", place.of_root / "database.key"
    (text := place.of_root / "x.md").write_text("# Santé\n")
    place.pochette("import", str(text))
    place.pochette("backup", str(backup))
    place.pochette("restore", str(backup))
    place.expect_owned()
    place.pochette("encrypt", str(key))
    place.expect_owned()
    assert key.stat().st_uid == _USER, "the server has to read it"
    place.pochette("compact", "--database-key-file", str(key))
    place.expect_owned()
    place.pochette("decrypt", "--database-key-file", str(key))
    place.expect_owned()
    place.pochette("prune")
    place.expect_owned()
    with (
        _serving(place, as_user) as port,
        closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection,
    ):
        connection.request("GET", "/health")
        assert connection.getresponse().status == 200


def test_the_mode_of_a_database_stays(place: Place) -> None:
    (text := place.of_root / "x.md").write_text("# Santé\n")
    place.pochette("import", str(text))
    (place.data / "pochette.db").chmod(0o640)
    place.pochette("backup", str(place.of_root / "b.zip"))
    place.pochette("restore", str(place.of_root / "b.zip"))
    place.expect_owned(0o640)
    place.pochette("encrypt", str(place.of_root / "database.key"))
    place.expect_owned(0o640)


async def test_what_sqlite_puts_beside_a_database_is_the_users_too(place: Place) -> None:
    await add_notes(place.data, ["avant"])
    with closing(connect(place.data / "pochette.db")) as connection:
        connection.execute("UPDATE notes SET title = 'après'")
        assert {file.name for file in place.data.iterdir()} >= {"pochette.db-wal", "pochette.db-shm"}
        place.expect_owned()


@pytest.mark.whole
def test_a_move_back_to_a_file_is_the_users(place: Place, postgresql: Callable[[], Cluster]) -> None:
    with postgresql().database() as url:
        (text := place.of_root / "x.md").write_text("# Santé\n")
        place.pochette("import", str(text), "--database", url)
        place.pochette("move", "--to", str(place.data), "--database", url)
    place.expect_owned()


def test_a_folder_that_root_makes_is_told_as_one_that_has_to_be_given_away(place: Place) -> None:
    (text := place.of_root / "x.md").write_text("# Santé\n")
    place.pochette("import", str(text))
    place.pochette("backup", str(place.of_root / "b.zip"))
    new = place.of_root / "new"
    code, said = run(["restore", str(place.of_root / "b.zip"), "--data", str(new)])
    assert code == 0
    assert f"{new} is new and root's: where the server runs as another user, chown -R USER {new}" in said


def test_a_link_in_the_place_of_a_new_file_gives_nothing_away(place: Place) -> None:
    (secret := place.of_root / "secret").write_text("of root")
    (link := place.data / "pochette.lock").symlink_to(secret)
    with suppress(FileExistsError):
        os.close(create(link))
    run(["prune", "--data", str(place.data)])
    assert (secret.stat().st_uid, secret.read_text()) == (0, "of root")


@contextmanager
def _serving(place: Place, as_user: Sequence[str]) -> Iterator[int]:
    """The server of the user; the value is its port."""
    process = subprocess.Popen(
        [*as_user, sys.executable, "-m", "server", "serve", "--port", "0", "--data", str(place.data)],
        cwd=ROOT,
        env={**os.environ, "HOME": str(place.data)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if (match := re.search(r"http://127\.0\.0\.1:(\d+)", line)) is None:
            raise AssertionError(process.communicate()[1])
        yield int(match[1])
    finally:
        process.terminate()
        process.communicate(timeout=60)
