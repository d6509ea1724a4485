"""Editors at a real server, and an engine with one note."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import structlog

from server.storage import Engine
from tests.conftest import Client
from tests.databases import Databases
from tests.server.live import editors
from tests.server.live.editors import Editor
from tests.server.live.guests import add_note

Join = Callable[..., Awaitable[Editor]]


@pytest.fixture(autouse=True)
def log_as_the_server_does() -> None:
    """By the standard library, which survives a disk that takes no more lines."""
    structlog.configure(logger_factory=structlog.stdlib.LoggerFactory())


@pytest.fixture
def join(client: Client) -> Join:
    """Opens an editor on a token; `query` and `ours` are those of the connection."""

    async def open_editor(
        token: str, *, editor: Editor | None = None, query: str = "", ours: bool = True
    ) -> Editor:
        return await editors.join(client, token, editor=editor, query=query, ours=ours)

    return open_editor


@pytest.fixture
async def engine(databases: Databases, tmp_path: Path) -> AsyncIterator[Engine]:
    """A database of one note, `guests.NOTE`."""
    async with databases.opened(tmp_path / "x.db") as engine:
        await engine.write(add_note)
        yield engine
