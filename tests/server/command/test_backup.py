"""Backups through the command: of one moment, whole or refused, never merged with what went on."""

import zipfile
from pathlib import Path

import apsw
import pytest
from aiohttp import ClientSession

from tests.served import Served
from tests.server.command.notes import make_note, text_of
from tests.server.live.editors import Editor
from tests.shell import pochette
from tests.visitor import LED_HERE


def flip(source: Path, target: Path, entry: str) -> None:
    """A copy with one byte of one entry's content changed."""
    with zipfile.ZipFile(source) as archive:
        info = archive.getinfo(entry)
    content = bytearray(source.read_bytes())
    content[info.header_offset + 30 + len(entry) + info.compress_size // 2] ^= 1
    target.write_bytes(content)


async def test_a_backup_under_typing_is_restored_in_an_empty_folder_with_its_addresses(
    tmp_path: Path,
) -> None:
    async with ClientSession() as session:
        with Served(tmp_path / "data") as server:
            _, token = await make_note(session, server.url, "# Santé\n")
            editor = Editor()
            await editor.connect(session, f"{server.url}/sync/{token}")
            await editor.until(lambda: str(editor.text) == "# Santé\n")
            for word in "un deux trois":
                await editor.type(word)
            await editor.until(lambda: editor.is_saved)
            before = await text_of(session, server.url, token)
            code, out, err = await pochette("backup", str(tmp_path / "b.zip"), "--data", str(server.data))
            assert (code, err) == (0, "")
            assert out.startswith("1 notes are in ")
            await editor.type(" après")
            await editor.until(lambda: editor.is_saved)
        new = tmp_path / "new"
        new.mkdir(mode=0o700)
        key = new / "instance.key"
        key.write_bytes((server.data / "instance.key").read_bytes())
        key.chmod(0o600)
        code, out, err = await pochette("restore", str(tmp_path / "b.zip"), "--data", str(new))
        assert (code, out, err) == (0, "1 notes are restored.\n", "")
        with Served(new) as server:
            assert await text_of(session, server.url, token) == before


@pytest.mark.whole
async def test_a_tab_that_returns_after_a_restore_never_merges(tmp_path: Path) -> None:
    async with ClientSession() as session:
        server = Served(tmp_path / "data")
        with server:
            _, token = await make_note(session, server.url, "avant")
            await pochette("backup", str(tmp_path / "b.zip"), "--data", str(server.data))
            tab = Editor()
            await tab.connect(session, f"{server.url}/sync/{token}?epoch=1")
            await tab.until(lambda: str(tab.text) == "avant")
            await tab.type(" après")
            await tab.until(lambda: tab.is_saved)
        code, out, _ = await pochette("restore", str(tmp_path / "b.zip"), "--data", str(server.data))
        assert code == 0
        assert "What was there before is in " in out
        with server:
            await tab.connect(session, f"{server.url}/sync/{token}?epoch=1")
            assert (await tab.closed())[0] == 4411
            assert (await text_of(session, server.url, token)).endswith("avant")


@pytest.mark.whole
async def test_a_damaged_backup_is_refused_with_its_first_bad_note_and_changes_nothing(
    tmp_path: Path,
) -> None:
    source, flipped = tmp_path / "b.zip", tmp_path / "flipped.zip"
    async with ClientSession() as session:
        server = Served(tmp_path / "data")
        with server:
            notes = [
                (await make_note(session, server.url, f"# Note {n}\n" + "mot " * 200))[0] for n in range(3)
            ]
        await pochette("backup", str(source), "--data", str(server.data))
    for entry, called in [(f"notes/{note}.jsonl", f"note {note}") for note in notes]:
        flip(source, flipped, entry)
        code, out, err = await pochette("restore", str(flipped), "--data", str(tmp_path / "other"))
        assert (code, out) == (1, "")
        assert err == f"pochette: {flipped} is not restored: {called} is damaged.\n"
    assert not (tmp_path / "other" / "pochette.db").exists()


async def test_nothing_is_restored_under_a_running_server_and_no_second_server_starts(tmp_path: Path) -> None:
    with Served(tmp_path / "data") as server:
        (tmp_path / "b.zip").write_bytes(b"")
        for command in (("restore", str(tmp_path / "b.zip")), ("serve", "--port", "0")):
            code, _, err = await pochette(*command, "--data", str(server.data))
            assert code == 1
            assert err.endswith(
                f"pochette (process {server.pid}) uses {server.data}: stop it first,"
                " or name another folder with --data.\n"
            )


@pytest.mark.whole
async def test_without_its_key_a_restored_note_waits_for_it_or_for_new_addresses(
    tmp_path: Path,
) -> None:
    async with ClientSession() as session:
        with Served(tmp_path / "data") as server:
            note, token = await make_note(session, server.url, "texte")
        await pochette("backup", str(tmp_path / "b.zip"), "--data", str(server.data))
        _, out, _ = await pochette("restore", str(tmp_path / "b.zip"), "--data", str(tmp_path / "new"))
        assert "instance.key is not there, and the server does not start without it" in out
        code, _, err = await pochette("serve", "--port", "0", "--data", str(tmp_path / "new"))
        assert code == 1
        assert "instance.key is not there, and the addresses of these notes were made with a key" in err
        with Served(tmp_path / "new", "--new-key") as server:
            assert (await session.get(f"{server.url}/n/{token}")).status == 404
            _, shown, _ = await pochette("links", note, "--data", str(server.data))
            new = shown.split()[1].rsplit("/", 1)[1]
            assert (await text_of(session, server.url, new)).endswith("texte")


@pytest.mark.whole
async def test_a_note_that_cannot_be_read_is_named_and_repaired_from_what_is_sound(tmp_path: Path) -> None:
    async with ClientSession() as session:
        server = Served(tmp_path / "data")
        with server:
            note, token = await make_note(session, server.url, "sain ")
            other, other_token = await make_note(session, server.url, "intact")
            editor = Editor()
            await editor.connect(session, f"{server.url}/sync/{token}")
            await editor.until(lambda: str(editor.text) == "sain ")
            for word in ("un ", "deux ", "trois "):
                await editor.type(word)
                await editor.until(lambda: editor.is_saved)
        database = apsw.Connection(str(server.data / "pochette.db"))
        database.execute("UPDATE journal SET updates = x'00' WHERE note = ? AND seq = 3", (note,))
        database.close()
        code, out, _ = await pochette("check", "--data", str(server.data))
        assert code == 1
        assert out.splitlines()[-1] == "2 notes, 1 of them cannot be read."
        assert out.startswith(f"{note}: ")
        with server:
            broken = await session.get(f"{server.url}/n/{token}/note.md", headers=LED_HERE)
            assert broken.status == 503
            assert (await text_of(session, server.url, other_token)).endswith("intact")
        code, out, _ = await pochette("repair", note, "--data", str(server.data))
        assert code == 0
        assert "2 updates are kept, 2 are not sound." in out
        assert (await pochette("check", "--data", str(server.data)))[0] == 0
        code, _, err = await pochette("repair", other, "--data", str(server.data))
        assert (code, err) == (1, f"pochette: Note {other} can be read: there is nothing to repair.\n")
        with server:
            assert (await text_of(session, server.url, token)).endswith("sain un ")
            assert list(server.data.glob(f"{note}.before-repair-*.zip"))
