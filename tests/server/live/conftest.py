"""Notes on a real server, and editors that are closed with it."""

from collections.abc import Awaitable, Callable

import pytest
import structlog

from tests.conftest import Client
from tests.server.live.editors import Editor

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
        editor = editor or Editor()
        await editor.connect(client.session, str(client.make_url(f"/sync/{token}{query}")), ours=ours)
        return editor

    return open_editor
