"""The database at rest: no word of a note is in any file, and nothing starts that only seems protected."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from server.storage.engines.cipher import Key
from tests.served import Served
from tests.server.command.notes import make_note, text_of
from tests.server.live.editors import Editor
from tests.shell import pochette

CANARY = "canari-jaune"


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    """A key outside of the folder of the notes."""
    return key_in(tmp_path / "database.key")


def key_in(path: Path) -> Path:
    path.write_text(secrets.token_hex(32))
    path.chmod(0o600)
    return path


def readable(folder: Path) -> list[str]:
    """The files in which the canary can be read."""
    return [file.name for file in folder.iterdir() if CANARY.encode() in file.read_bytes()]


def openings(data: Path, *key: str) -> Iterator[tuple[str, ...]]:
    """Commands that open the database."""
    for command in (("serve", "--port", "0"), ("check",)):
        yield (*command, "--data", str(data), *key)


@pytest.mark.whole
async def test_what_is_typed_is_in_no_file_not_even_while_the_server_runs(
    tmp_path: Path, key_file: Path
) -> None:
    option = ("--database-key-file", str(key_file))
    async with ClientSession() as session:
        with Served(tmp_path / "data", *option) as server:
            _, token = await make_note(session, server.url, f"# {CANARY}\n")
            editor = Editor()
            await editor.connect(session, f"{server.url}/sync/{token}")
            await editor.until(lambda: CANARY in str(editor.text))
            await editor.type(f"{CANARY} encore")
            await editor.until(lambda: editor.is_saved)
            assert readable(server.data) == []
            server.kill()
            assert readable(server.data) == []
            server.start()
            assert f"{CANARY} encore" in await text_of(session, server.url, token)
        assert readable(server.data) == []
    assert (await pochette("check", "--data", str(server.data), *option))[0] == 0


@pytest.mark.whole
async def test_nothing_starts_without_the_key_or_with_another(tmp_path: Path, key_file: Path) -> None:
    with Served(tmp_path / "data", "--database-key-file", str(key_file)):
        pass
    other = key_in(tmp_path / "other.key")
    data = tmp_path / "data"
    for command in openings(data):
        code, out, err = await pochette(*command)
        assert (code, out) == (1, "")
        assert "is encrypted, or damaged: name its key with database_key_file" in err
    for command in openings(data, "--database-key-file", str(other)):
        code, out, err = await pochette(*command)
        assert (code, out) == (1, "")
        assert "does not open with this key" in err


@pytest.mark.whole
async def test_a_key_beside_a_database_that_is_not_encrypted_is_no_protection_and_told(
    tmp_path: Path, key_file: Path
) -> None:
    with Served(tmp_path / "data"):
        pass
    for command in openings(tmp_path / "data", "--database-key-file", str(key_file)):
        code, _, err = await pochette(*command)
        assert code == 1
        assert "is not encrypted, though a key is set: run `pochette encrypt` first" in err


async def test_notes_that_are_there_are_encrypted_their_key_changed_and_taken_away(tmp_path: Path) -> None:
    data, first, second = tmp_path / "data", tmp_path / "first.key", tmp_path / "second.key"
    async with ClientSession() as session:
        with Served(data) as server:
            _, token = await make_note(session, server.url, f"# {CANARY}\n")
            code, _, err = await pochette("encrypt", str(first), "--data", str(data))
            assert (code, "stop it first" in err) == (1, True)
        assert readable(data)

        code, out, err = await pochette("encrypt", str(first), "--data", str(data))
        assert (code, err) == (0, "")
        assert f"Set database_key_file to {first} from now on." in out
        assert first.stat().st_mode & 0o777 == 0o600
        assert readable(data) == []

        option = ("--data", str(data), "--database-key-file", str(first))
        assert (await pochette("encrypt", str(second), *option))[0] == 0
        assert (await pochette("check", *option))[0] == 1
        with Served(data, "--database-key-file", str(second)) as server:
            assert CANARY in await text_of(session, server.url, token)

        code, out, _ = await pochette("decrypt", "--data", str(data), "--database-key-file", str(second))
        assert (code, "not encrypted any more" in out) == (0, True)
        with Served(data) as server:
            assert CANARY in await text_of(session, server.url, token)
    assert not (data / "pochette.recrypting").exists()


@pytest.mark.whole
async def test_a_key_in_the_folder_of_what_it_opens_is_refused(tmp_path: Path) -> None:
    with Served(tmp_path / "data"):
        pass
    inside = tmp_path / "data" / "database.key"
    code, _, err = await pochette("encrypt", str(inside), "--data", str(tmp_path / "data"))
    assert code == 1
    assert "would lie beside what it opens" in err
    assert not inside.exists()


@pytest.mark.whole
async def test_a_backup_is_told_to_be_readable_and_is_restored_under_the_key(
    tmp_path: Path, key_file: Path
) -> None:
    option = ("--database-key-file", str(key_file))
    with Served(tmp_path / "data", *option) as server:
        async with ClientSession() as session:
            await make_note(session, server.url, f"# {CANARY}\n")
        saved = ("backup", str(tmp_path / "b.zip"), "--data", str(server.data), *option)
        assert "encrypt it before it leaves this machine" in (await pochette(*saved))[1]
    new = tmp_path / "new"
    assert (await pochette("restore", str(tmp_path / "b.zip"), "--data", str(new), *option))[0] == 0
    assert readable(new) == []
    assert (await pochette("check", "--data", str(new), *option))[0] == 0


def test_a_key_never_shows_in_what_is_printed_of_it() -> None:
    key = Key(b"k" * 32)
    assert repr(key) == "Key()"
    assert "6b6b" not in str(key)
    with pytest.raises(ValueError, match="32 bytes"):
        Key(b"short")
