"""A server that can save nothing any more ends, and one that does not end is ended: never in silence."""

import asyncio
import os
import re
import signal
import sys
from pathlib import Path

from aiohttp import ClientSession

ROOT = Path(__file__).parents[3]

# At SIGUSR1 the writing thread meets what no error that is known does to it.
_SERVER = """
import signal, sys
from types import SimpleNamespace
from server.__main__ import main
from server.storage.engines.sqlite import Sqlite

made = Sqlite.__init__
def make(self, *given, **named):
    made(self, *given, **named)
    nonsense = SimpleNamespace(done=lambda *_: None)
    signal.signal(signal.SIGUSR1, lambda *_: self._jobs.put(nonsense))
Sqlite.__init__ = make
main(sys.argv[1:])
"""
_HANGING = "import time; from server.command.deadline import end_within; end_within(0.1); time.sleep(60)"


async def run(code: str, *arguments: str) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    command = [sys.executable, "-c", code, *arguments]
    return await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=pipe, stderr=pipe)


async def test_a_server_whose_writing_thread_ends_says_goodbye_and_ends_with_an_error(tmp_path: Path) -> None:
    server = await run(_SERVER, "serve", "--port", "0", "--data", str(tmp_path / "data"))
    assert server.stdout is not None
    line = (await asyncio.wait_for(server.stdout.readline(), 60)).decode()
    (origin,) = re.findall(r"http://127\.0\.0\.1:\d+", line)
    async with ClientSession() as session:
        made = await (await session.post(f"{origin}/api/notes", json={"markdown": "Texte."})).json()
        token = made["links"]["edit"].rpartition("/")[2]
        async with session.ws_connect(f"{origin}/sync/{token}") as socket:
            await socket.receive()
            server.send_signal(signal.SIGUSR1)
            async with asyncio.timeout(60):
                while not socket.closed:
                    await socket.receive()
            assert socket.close_code == 1012, "its people come back when it is started again"
    _, said = await asyncio.wait_for(server.communicate(), 60)
    assert server.returncode == 1
    assert b"the writing thread has ended" in said
    assert said.rstrip().splitlines()[-1].startswith(b"pochette: nothing can be saved any more")


async def test_a_process_that_does_not_stop_in_time_is_ended() -> None:
    process = await run(_HANGING)
    _, said = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == os.EX_SOFTWARE
    assert said == b"" or b"did not stop in time" in said
