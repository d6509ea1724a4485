"""GET /sync/{token}: one browser's connection to one note."""

import asyncio
from typing import Final

from aiohttp import WSCloseCode, WSMsgType, web

from crdt import frames
from crdt.seat import Close, Seat
from server.keys import ACCESS, CONFIG, ROOMS
from server.live.connection import Connection, Ended
from server.live.hosting import Hosting
from server.live.rooms import Rooms
from server.live.seating import seated
from server.live.turns import LONG_BYTES

HEARTBEAT_S: Final = 20.0
CLOSE_TIMEOUT_S: Final = 5.0


async def connect(request: web.Request) -> web.WebSocketResponse:
    """Speak y-websocket's protocol, and `pochette.1` where it is asked for."""
    config, rooms, access = request.app[CONFIG], request.app[ROOMS], request[ACCESS]
    socket = _socket(2 * config.max_message)
    try:
        await socket.prepare(request)
        connection = Connection.of(request, max_outbox=config.max_outbox)
    except ConnectionResetError:  # the client left during the handshake
        return socket
    sitting = seated(
        rooms,
        access,
        connection,
        epoch=request.query.get("epoch"),
        speaks_ours=socket.ws_protocol == frames.SUBPROTOCOL,
    )
    end: Ended | None = None
    try:
        async with sitting as (hosting, seat), asyncio.TaskGroup() as tasks:
            watching = tasks.create_task(connection.ended())
            await _converse(socket, rooms, hosting, seat, config.max_message)
            watching.cancel()
    except* Ended as group:
        end = next(error for error in group.exceptions if isinstance(error, Ended))
    if end is not None:
        await socket.close(code=end.why.code, message=end.reason)
    return socket


async def refuse(request: web.Request, why: Close, detail: str) -> web.WebSocketResponse:
    """Close a connection at once with a code: browsers cannot read why a handshake was refused."""
    socket = _socket(1024)
    await socket.prepare(request)
    end = Ended(why, detail)
    await socket.close(code=end.why.code, message=end.reason)
    return socket


class _Socket(web.WebSocketResponse):
    """Names the end also where aiohttp itself makes it: a message too long to be taken in at all."""

    async def close(self, *, code: int = WSCloseCode.OK, message: bytes = b"", drain: bool = True) -> bool:
        if code == WSCloseCode.MESSAGE_TOO_BIG:
            end = Ended(Close.MALFORMED, "expected a shorter message")
            code, message = end.why.code, end.reason
        return await super().close(code=code, message=message, drain=drain)


def _socket(max_size: int) -> web.WebSocketResponse:
    return _Socket(
        protocols=(frames.SUBPROTOCOL,),
        heartbeat=HEARTBEAT_S,
        timeout=CLOSE_TIMEOUT_S,
        max_msg_size=max_size,
        compress=False,
    )


async def _converse(
    socket: web.WebSocketResponse, rooms: Rooms, hosting: Hosting, seat: Seat, max_message: int
) -> None:
    async for message in socket:
        if message.type is not WSMsgType.BINARY:
            raise Ended(Close.MALFORMED, f"expected a binary message, got {message.type.name.lower()}")
        if len(message.data) > max_message:
            raise Ended(Close.MALFORMED, f"expected at most {max_message} bytes, got {len(message.data)}")
        await rooms.take_time(seat, len(message.data))
        if len(message.data) <= LONG_BYTES:
            hosting.receive(seat, message.data)
        else:
            await rooms.take(hosting, seat, message.data)
