"""The command line, as a process of its own."""

import asyncio
import sys
from pathlib import Path

from server.settings.config import Config


def place_of(config: Config) -> tuple[str, ...]:
    """The options that name the folder of data, and the database where that is on a server."""
    database = () if config.database is None else ("--database", config.database.full)
    return ("--data", str(config.data), *database)


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
