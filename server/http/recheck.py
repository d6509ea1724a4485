"""Checks the right of a slow request again, before its effect."""

from collections.abc import Awaitable, Callable

from aiohttp import web

Ask = Callable[[], Awaitable[None]]

STILL: web.RequestKey[Ask] = web.RequestKey("still")
AGAIN: web.RequestKey[Ask] = web.RequestKey("again")


def expect_lasting(request: web.Request, ask: Ask) -> None:
    """Have `ask` called once the body is there, unless it has come with the head.

    Otherwise it may be on its way for as long as it keeps its pace, and the right be gone by then.
    """
    request[AGAIN] = ask
    if request.can_read_body and not request.content.is_eof():
        request[STILL] = ask


async def check_lasting(request: web.Request) -> None:
    """Ask again, once the body is there. Raises what the guard would raise now."""
    if STILL in request:
        await request[STILL]()


async def check_again(request: web.Request) -> None:
    """The same after long work on what has come. Raises what the guard would raise now."""
    await request[AGAIN]()
