"""The command `pochette`: it starts, stops, and says in one sentence why it cannot."""

import asyncio
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import ClientSession

from server.app import create_app
from server.errors import StartError
from server.settings.config import Config
from tests.shell import pochette
from tests.visitor import LED_HERE

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def served(*arguments: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """A server of its own process, with the address that it prints."""
    command = [sys.executable, "-m", "server", "serve", "--port", "0", *arguments]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=pipe, stderr=pipe)
    try:
        assert process.stdout is not None
        line = (await asyncio.wait_for(process.stdout.readline(), 60)).decode()
        match = re.fullmatch(r"Pochette is served on (http://127\.0\.0\.1:\d+)\n", line)
        assert match is not None, line
        yield process, match[1]
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


@pytest.mark.first(1)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_server_tells_its_address_and_stops_when_asked_with_all_on_disk(
    tmp_path: Path, number: signal.Signals
) -> None:
    async with served("--data", str(tmp_path / "data")) as (process, origin), ClientSession() as session:
        answer = await session.post(f"{origin}/api/notes", json={"title": "Santé"})
        path = (await answer.json())["links"]["read"].removeprefix(origin)
        async with session.ws_connect(f"{origin}/sync/{path.rpartition('/')[2]}") as open_socket:
            await open_socket.receive()
            process.send_signal(number)
            while not (await open_socket.receive()).type.name.startswith("CLOS"):
                pass
            assert open_socket.close_code == 1012
        assert await asyncio.wait_for(process.wait(), 20) == 0
    async with (
        served("--data", str(tmp_path / "data")) as (_, origin),
        ClientSession(headers=LED_HERE) as session,
    ):
        assert await (await session.get(f"{origin}{path}/note.md")).text() == "# Santé\n\n"


@pytest.mark.first(1)
@pytest.mark.parametrize(
    ("options", "warning"),
    [
        (["--url", "http://notes.lan"], "the public address is plain http"),
        (["--url", "https://notes.lan"], None),
        (["--url", "http://localhost:8000"], None),
        ([], None),
    ],
)
async def test_a_plain_http_address_beyond_this_machine_is_warned_of(
    tmp_path: Path, options: list[str], warning: str | None
) -> None:
    async with served("--data", str(tmp_path / "data"), *options) as (process, _):
        process.send_signal(signal.SIGTERM)
        _, err = await process.communicate()
    assert ("warning" in err.decode()) is (warning is not None)
    assert warning is None or warning in err.decode()


async def test_what_the_server_keeps_is_for_its_user_only(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with served("--data", str(data)):
        kept = list(data.iterdir())
        assert {path.name for path in kept} >= {"instance.key", "pochette.db"}
        assert [path.name for path in [data, *kept] if path.stat().st_mode & 0o077] == []


async def test_a_missing_system_library_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError(\"cannot load library 'libpangoft2-1.0-0'\")\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    code, _, err = await pochette("serve", "--port", "0", "--data", str(tmp_path / "data"))
    said = [line for line in err.splitlines() if line.startswith("pochette: ")]
    assert (code, len(said)) == (1, 1)
    assert "apt-get install" in said[0]
    assert "Traceback" not in err


async def test_a_busy_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        answer = await pochette("serve", "--port", str(port), "--data", str(tmp_path / "data"))
    assert answer == (
        1,
        "",
        f"pochette: Port {port} of 127.0.0.1 is in use: choose another one with --port.\n",
    )


async def test_a_foreign_host_is_one_sentence(tmp_path: Path) -> None:
    answer = await pochette("serve", "--host", "192.0.2.1", "--port", "0", "--data", str(tmp_path / "data"))
    assert answer == (
        1,
        "",
        "pochette: 192.0.2.1 is not an address of this machine: choose another one with --host.\n",
    )


async def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    folder = tmp_path / "file" / "data"
    answer = await pochette("serve", "--data", str(folder))
    assert answer == (1, "", f"pochette: The folder {folder} cannot be made: Not a directory.\n")


async def test_a_database_that_cannot_be_opened_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "pochette.db").write_text("not a database" * 1000)
    code, out, err = await pochette("serve", "--port", "0", "--data", str(tmp_path))
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith(f"pochette: {tmp_path / 'pochette.db'} is encrypted, or damaged: ")


async def test_a_folder_that_takes_no_file_is_one_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    if os.geteuid() == 0:
        folder.symlink_to("/proc/self/fdinfo")
    else:
        folder.mkdir(mode=0o500)
    code, out, err = await pochette("serve", "--port", "0", "--data", str(folder))
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith(f"pochette: The folder {folder} takes no file: ")


def test_a_front_end_that_was_not_built_is_told(config: Config, tmp_path: Path) -> None:
    with pytest.raises(StartError, match=r"The front end is not built: .* is missing\. Run `\./dev` once\."):
        create_app(replace(config, bundle=tmp_path / "nothing"))


async def test_a_setting_that_cannot_be_is_one_sentence() -> None:
    expected = "pochette: port cannot be 'eighty': expected a number from 0 to 65535.\n"
    assert await pochette("serve", "--port", "eighty") == (1, "", expected)


async def test_the_version_is_told() -> None:
    code, out, _ = await pochette("--version")
    assert code == 0
    assert re.fullmatch(r"pochette \d+\.\d+\.\d+\S*\n", out)


async def test_a_file_is_printed_without_a_server(tmp_path: Path) -> None:
    source = tmp_path / "note.md"
    source.write_text("# Santé\n\nLe constat.\n")
    assert await pochette("export", str(source), "-o", str(tmp_path / "paper.pdf")) == (0, "", "")
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF-")


async def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    missing = tmp_path / "nothing.md"
    assert await pochette("export", str(missing)) == (
        1,
        "",
        f"pochette: {missing}: No such file or directory\n",
    )
