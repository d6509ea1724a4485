"""The command line, as a process of its own."""

import asyncio
import sys
from pathlib import Path


async def pochette(*arguments: str, given: str = "") -> tuple[int | None, str, str]:
    """What the command answers: exit code, stdout, stderr."""
    command = [sys.executable, "-m", "server", *arguments]
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=Path(__file__).parents[1],
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate(given.encode())
    return process.returncode, out.decode(), err.decode()
