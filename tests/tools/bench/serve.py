"""A server for the load generator: a note for any room name, everything else as in production.

PORT=8001 STORE=/tmp/bench.db python -m tests.tools.bench.serve

RATES=0 lifts the limit of a visitor, for a flood that it is there to slow down.
"""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from secrets import token_urlsafe

import uvloop
from aiohttp import web

from crdt.roles import Role
from server.clock import now_ms
from server.command.memory import collect_seldom
from server.command.switching import switch_soon
from server.http.access import ACCESS, Access
from server.http.intake import Intake
from server.http.keys import CONFIG
from server.ids import LinkId, NoteId, VisitorId
from server.live import socket
from server.live.crowd import CROWD, Crowd, Most
from server.live.rates import Rates
from server.live.rooms import ROOMS, Rooms
from server.settings.config import Config
from server.storage import Db
from server.storage.engines.sqlite import Sqlite
from server.targets import NoteTarget

BACKLOG = 4096


async def main() -> None:
    """Serve until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    config = Config()
    has_rates = os.environ.get("RATES") != "0"
    rates = Rates(messages=config.max_rate, size=config.max_message) if has_rates else None
    async with Sqlite.open(Path(os.environ["STORE"])) as engine, Rooms.open(engine, rates=rates) as rooms:

        @web.middleware
        async def admit(
            request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
        ) -> web.StreamResponse:
            note = NoteId(request.match_info["room"])
            await engine.write(lambda db: _make(db, note))
            request[ACCESS] = Access(
                link=LinkId(token_urlsafe(8)),
                target=NoteTarget(note),
                role=Role.EDIT,
                device=None,
                visitor=VisitorId(token_urlsafe(8)),
                name=None,
                colour=1,
            )
            return await handler(request)

        app = web.Application(middlewares=[admit])
        app[CONFIG], app[ROOMS], app[CROWD] = config, rooms, Crowd(Most(network=BACKLOG))
        app[socket.MESSAGES] = Intake(socket.of_messages(config.max_message))
        app.router.add_get("/{room}", socket.connect)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        collect_seldom()
        switch_soon()
        await web.TCPSite(runner, "127.0.0.1", int(os.environ["PORT"]), backlog=BACKLOG).start()
        await stop.wait()
        rooms.guests.say_goodbye()
        await runner.cleanup()


def _make(db: Db, note: NoteId) -> None:
    db.execute(
        "INSERT OR IGNORE INTO notes (id, created_at, changed_at) VALUES (?, ?, ?)",
        (note, now_ms(), now_ms()),
    )


if __name__ == "__main__":
    uvloop.run(main())
