"""A server for the load generator: a note for any room name, everything else as in production.

PORT=8001 STORE=/tmp/bench.db python -m tests.tools.bench.serve

STORE may be the address of a database of PostgreSQL; IS_NODE=1 makes this one of several servers on it.
RATES=0 lifts the limit of a visitor, for a flood that it is there to slow down.
"""

import asyncio
import hashlib
import os
import signal
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from secrets import token_urlsafe
from typing import Final, TypeAlias

import uvloop
from aiohttp import web
from aiohttp.typedefs import Middleware

from crdt.roles import Role
from server.clock import now_ms
from server.command.memory import collect_seldom
from server.command.switching import switch_soon
from server.http.access import ACCESS, RULES, Handler, Rule
from server.http.address import ADDRESS, Address
from server.http.intake import Intake
from server.http.keys import CONFIG, ENGINE
from server.ids import LinkId, NoteId, VisitorId
from server.live import socket
from server.live.crowd import Crowd, Most
from server.live.keys import CROWD, ROOMS
from server.live.rates import Rates
from server.live.rooms import Rooms
from server.nodes.alone import Alone
from server.nodes.keys import NODES
from server.rights.access import Access
from server.settings.config import Config
from server.storage import Db
from server.storage.engines.sqlite import Sqlite
from server.storage.rights import targets
from server.targets import NoteTarget

BACKLOG = 4096
_ID_BYTES: Final = 16
_Prepare: TypeAlias = Callable[[web.Request, web.StreamResponse], Awaitable[None]]


async def main() -> None:
    """Serve until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    config = Config()
    has_rates = os.environ.get("RATES") != "0"
    rates = Rates(messages=config.max_rate, size=config.max_message) if has_rates else None
    (outermost, between), last = _of_nodes()
    app = web.Application(middlewares=[outermost, _name, between, _admit])
    app.on_response_prepare.extend(last)
    app[CONFIG], app[CROWD] = config, Crowd(Most(network=BACKLOG))
    app[socket.MESSAGES] = Intake(socket.of_messages(config.max_message))
    route = app.router.add_get("/{room}", socket.connect)
    app[RULES] = {route: Rule(path="/{room}", need=Role.EDIT, target=NoteTarget, is_socket=True)}
    async with _stored(app), Rooms.open(app[ENGINE], rates=rates, nodes=app[NODES]) as rooms:
        app[ROOMS] = rooms
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        collect_seldom()
        switch_soon()
        await web.TCPSite(runner, "127.0.0.1", int(os.environ["PORT"]), backlog=BACKLOG).start()
        await stop.wait()
        rooms.guests.say_goodbye()
        app[NODES].say_goodbye()
        await runner.cleanup()


@asynccontextmanager
async def _stored(app: web.Application) -> AsyncIterator[None]:
    store = os.environ["STORE"]
    if store.startswith("postgresql:"):
        from tests.tools.bench.serve_shared import on_postgresql  # noqa: PLC0415 - as in the product

        async with on_postgresql(app, store, url=_url() if _is_node() else ""):
            yield
        return
    app[NODES] = Alone()
    async with Sqlite.open(Path(store)) as app[ENGINE]:
        yield


def _is_node() -> bool:
    return os.environ.get("IS_NODE") == "1"


def _url() -> str:
    return f"http://127.0.0.1:{os.environ['PORT']}"


def _of_nodes() -> tuple[tuple[Middleware, Middleware], Sequence[_Prepare]]:
    """The middlewares of one server among several, and what signs its answers to the others."""
    if not _is_node():
        return (_as_it_is, _as_it_is), ()
    from server.nodes.plugged import LAST, MIDDLEWARES  # noqa: PLC0415 - as above

    return MIDDLEWARES, LAST


@web.middleware
async def _as_it_is(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Where there is one server."""
    return await handler(request)


@web.middleware
async def _name(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every room has a note: its address is made of the room's name."""
    sum_of = hashlib.sha256(request.match_info["room"].encode()).digest()
    note = NoteId(urlsafe_b64encode(sum_of[:_ID_BYTES]).decode().rstrip("="))
    request.match_info["token"] = note
    request.setdefault(ADDRESS, Address(scheme="http", host=request.host, client="127.0.0.1"))
    await request.app[ENGINE].write(partial(_make, note=note))
    return await handler(request)


@web.middleware
async def _admit(request: web.Request, handler: Handler) -> web.StreamResponse:
    request[ACCESS] = Access(
        link=LinkId(token_urlsafe(8)),
        target=NoteTarget(NoteId(request.match_info["token"])),
        role=Role.EDIT,
        device=None,
        visitor=VisitorId(token_urlsafe(8)),
        name=None,
        colour=1,
    )
    return await handler(request)


def _make(db: Db, *, note: NoteId) -> None:
    made = db.execute(
        "INSERT INTO notes (id, created_at, changed_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING 1",
        (note, now_ms(), now_ms()),
    )
    if list(made):
        targets.insert(db, NoteTarget(note))


if __name__ == "__main__":
    uvloop.run(main())
