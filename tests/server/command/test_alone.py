"""No command replaces a database that another process has open, and each refusal says what is in the way."""

import secrets
from pathlib import Path

import pytest

from server.data_folder.lock import opening, sole_owner
from tests.instance import Manner, add_notes, held, texts_in
from tests.served import Served
from tests.server.command.runs import Run
from tests.shell import pochette


class Instance:
    """A stopped instance with a note, and a backup of it; `key` opens it where it is encrypted."""

    def __init__(self, folder: Path, key: Path | None) -> None:
        self.data = folder / "data"
        self.database = self.data / "pochette.db"
        self.key = key
        self._folder = folder
        self._option = ("--database-key-file", str(key)) if key else ()

    @classmethod
    async def make(cls, folder: Path, command: str) -> "Instance":
        made = cls(folder, _key(folder / "old.key") if command == "decrypt" else None)
        await add_notes(made.data, ["avant"], key=made.key)
        if command == "restore":
            assert (await made.run("backup"))[0] == 0
        return made

    async def run(self, command: str, *more: str) -> tuple[int | None, str, str]:
        given = {"encrypt": self._folder / "new.key", "restore": self.backup, "backup": self.backup}
        named = [str(given[command])] if command in given else []
        return await pochette(command, *named, "--data", str(self.data), *self._option, *more)

    @property
    def backup(self) -> Path:
        return self._folder / "backup.zip"

    def key_after(self, command: str) -> Path | None:
        return self._folder / "new.key" if command == "encrypt" else None

    def bytes(self) -> dict[str, bytes]:
        """What lies in the folder, but for the locks and the memory that SQLite's connections share."""
        return {
            file.name: content
            for file in self.data.iterdir()
            if not file.name.endswith((".lock", "-shm")) and (content := file.read_bytes())
        }


def _key(path: Path) -> Path:
    path.write_text(secrets.token_hex(32))
    path.chmod(0o600)
    return path


@pytest.mark.first(1)
@pytest.mark.parametrize(
    ("command", "manner"),
    [("encrypt", "idle"), ("decrypt", "reading"), ("restore", "idle"), ("encrypt", "unread")],
)
async def test_a_database_that_another_program_has_open_is_not_replaced(
    tmp_path: Path, command: str, manner: Manner
) -> None:
    instance = await Instance.make(tmp_path, command)
    with held(instance.database, manner, instance.key) as holder:
        await add_notes(instance.data, ["garde-moi"], key=instance.key)
        before = instance.bytes()
        code, out, err = await instance.run(command)
        assert (code, out) == (1, "")
        assert err == f"pochette: {holder} has {instance.database} open: end it first. Nothing is changed.\n"
        assert instance.bytes() == before
        assert not (tmp_path / "new.key").exists()
    assert sorted(texts_in(instance.database, instance.key).values()) == ["avant", "garde-moi"]
    assert (await instance.run(command))[0] == 0
    if command != "encrypt":  # in WAL mode, so that a server can start beside a reader
        assert instance.database.read_bytes()[18:20] == b"\2\2"
    expected = ["avant"] if command == "restore" else ["avant", "garde-moi"]
    assert sorted(texts_in(instance.database, instance.key_after(command)).values()) == expected


@pytest.fixture
async def stopped(tmp_path: Path) -> Path:
    """The data folder of a stopped instance with a note."""
    await add_notes(tmp_path / "data", ["avant"])
    return tmp_path / "data"


def test_a_command_that_must_be_alone_does_not_run_beside_one_that_reads(
    run: Run, stopped: Path, tmp_path: Path
) -> None:
    (note,) = texts_in(stopped / "pochette.db")
    assert run(["backup", "FILE"], tmp_path)[0] == 0
    before = (stopped / "pochette.db").read_bytes()
    readers = (
        f"pochette: Another command of Pochette reads or writes the notes of {stopped}:"
        " wait for its end. Nothing is changed.\n"
    )
    with opening(stopped):
        for command in (
            ["encrypt", "KEY"],
            ["restore", "FILE"],
            ["prune"],
            ["repair", note],
            ["erase", note],
        ):
            assert run(command, tmp_path) == (
                1,
                "",
                readers,
            )
        assert run(["check"], tmp_path)[0] == 0
    assert (stopped / "pochette.db").read_bytes() == before


def test_a_command_that_reads_does_not_run_beside_one_that_must_be_alone(
    run: Run, stopped: Path, tmp_path: Path
) -> None:
    (note,) = texts_in(stopped / "pochette.db")
    owner = (
        f"pochette: Another command of Pochette rewrites the notes of {stopped}:"
        " wait for its end, then try again.\n"
    )
    with sole_owner(stopped):
        for command in (["check"], ["backup", "FILE"], ["links", note], ["keys", "list"]):
            assert run(command, tmp_path) == (
                1,
                "",
                owner,
            )
    assert not (tmp_path / "backup.zip").exists()


@pytest.mark.whole
async def test_commands_that_read_go_on_beside_a_server_and_those_that_must_be_alone_do_not(
    tmp_path: Path,
) -> None:
    instance = await Instance.make(tmp_path, "encrypt")
    note = next(iter(texts_in(instance.database)))
    with Served(instance.data) as server:
        for command in (["check"], ["audit"], ["webhooks"], ["keys", "list"], ["links", note]):
            assert (await pochette(*command, "--data", str(instance.data)))[0] == 0
        code, _, err = await instance.run("encrypt")
        assert (code, f"pochette (process {server.pid}) uses {instance.data}: stop it first" in err) == (
            1,
            True,
        )
