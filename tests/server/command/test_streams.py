"""`-` in the place of a file is the standard input or output, of each command that names one."""

import json
import os
import sys
from asyncio import create_subprocess_exec, subprocess
from pathlib import Path

from aiohttp import ClientSession
from pysequoia import Tsk

from tests.served import Served
from tests.server.command.notes import make_note, text_of
from tests.shell import pochette

HERE = Path(__file__).parents[3]


async def piped(command: list[str], given: bytes = b"") -> tuple[int | None, bytes, str]:
    """Exit code, output in bytes, errors."""
    process = await create_subprocess_exec(
        *(sys.executable, "-m", "server", *command),
        cwd=HERE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    out, err = await process.communicate(given)
    return process.returncode, out, err.decode()


async def test_a_backup_goes_through_pipes_and_its_last_line_stands_beside_it(tmp_path: Path) -> None:
    async with ClientSession() as session:
        with Served(tmp_path / "data") as server:
            _, token = await make_note(session, server.url, "# Santé\n")
            code, whole, err = await piped(["backup", "-", "--data", str(server.data)])
            assert (code, err.splitlines()[0]) == (0, "1 notes are written.")
            left = sorted(path.name for path in server.data.iterdir() if "part" in path.name)
            assert left == []
        new = tmp_path / "new"
        new.mkdir(mode=0o700)
        (new / "instance.key").write_bytes((server.data / "instance.key").read_bytes())
        (new / "instance.key").chmod(0o600)
        code, out, err = await piped(["restore", "-", "--data", str(new)], whole[:-100])
        assert (code, out) == (1, b"")
        assert err.startswith("pochette: the standard input is not restored: it is cut off")
        code, out, err = await piped(["restore", "-", "--data", str(new)], whole)
        assert (code, out, err) == (0, b"1 notes are restored.\n", "")
        with Served(new) as server:
            assert await text_of(session, server.url, token) == "# Santé\n"
    assert not (HERE / "-").exists()


async def test_a_terminal_is_not_shown_a_backup(tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    try:
        with Served(tmp_path / "data") as server:
            command = (sys.executable, "-m", "server", "backup", "-", "--data", str(server.data))
            process = await create_subprocess_exec(*command, cwd=HERE, stdout=theirs, stderr=subprocess.PIPE)
            _, err = await process.communicate()
        assert process.returncode == 1
        assert err.startswith(b"pochette: a terminal does not show a backup: ")
    finally:
        os.close(ours)
        os.close(theirs)


async def test_a_log_a_list_and_a_key_are_streams_too(tmp_path: Path) -> None:
    async with ClientSession() as session:
        with Served(tmp_path / "data") as server:
            await make_note(session, server.url, "# Santé\n")
            data = ("--data", str(server.data))
            code, out, err = await pochette("audit", "--export", "-", *data)
            entries = [json.loads(line) for line in out.splitlines()]
            assert (code, err) == (0, f"{len(entries)} entries, all as they were written.\n")
            assert "note-made" in [entry["what"] for entry in entries]
            key = str(Tsk.generate("Anna <anna@example.org>").extract_certificate())
            code, out, _ = await pochette("keys", "add", "-", *data, given=key)
            assert (code, out.startswith("Mail to anna@example.org is encrypted with ")) == (0, True)
    code, out, _ = await pochette("sbom", "-o", "-")
    assert (code, json.loads(out)["bomFormat"]) == (0, "CycloneDX")
    assert not (HERE / "-").exists()
