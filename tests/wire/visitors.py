"""Editors that come to a note by themselves, and browsers with a device of their own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import ClientSession

from tests.served import Served
from tests.server.live.editors import Editor


async def opened(session: ClientSession, url: str, *, ours: bool = True) -> Editor:
    """A new editor that has the whole note."""
    editor = Editor()
    await editor.connect(session, url, ours=ours)
    await editor.until(lambda: editor.sent > 0)
    return editor


@asynccontextmanager
async def browser(served: Served) -> AsyncIterator[ClientSession]:
    """Somebody with a device of their own."""
    async with ClientSession() as session:
        async with session.get(served.url) as answer:
            cookie = answer.headers["Set-Cookie"].partition(";")[0]
        async with ClientSession(headers={"Cookie": cookie}) as known:
            yield known
