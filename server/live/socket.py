"""GET /sync/{token}: one browser's connection to one note."""

import asyncio
from collections.abc import Awaitable
from functools import partial
from typing import Final

from aiohttp import web

from crdt import frames
from crdt.roles import Role
from crdt.seat import Close, Seat
from server.clock import now_ms
from server.http.access import note_access
from server.http.intake import Bounds, Intake, owner_of
from server.http.keys import CONFIG
from server.live.connection import Connection, Ended, Hear
from server.live.framing import BrokenError
from server.live.handshake import answered
from server.live.join import seated
from server.live.keys import CROWD, ROOMS
from server.live.long_messages import LONG_BYTES
from server.live.open_note import OpenNote
from server.live.rooms import Rooms
from server.rights.access import NoteAccess

READER_BYTES: Final = 64 * 1024


def of_messages(max_message: int) -> Bounds:
    """The bytes of messages that have begun: two long ones of a visitor, four of a network."""
    return Bounds(visitor=2 * max_message, network=4 * max_message, process=16 * max_message)


MESSAGES = web.AppKey("messages", Intake)


async def connect(request: web.Request) -> web.StreamResponse:
    """Speak y-websocket's protocol, and `pochette.1` where it is asked for."""
    rooms, access, epoch = request.app[ROOMS], note_access(request), request.query.get("epoch")
    try:
        answer, speaks_ours = await answered(request, frames.SUBPROTOCOL)
        connection = _connection(request, request.app[CONFIG].max_message)
    except ConnectionResetError:  # the client left during the handshake
        return web.Response()
    sitting = seated(rooms, access, connection, epoch=epoch, speaks_ours=speaks_ours)
    owner = owner_of(request)
    with rooms.heartbeat.of(connection), request.app[MESSAGES].part(owner, connection.refuse_more) as part:
        try:
            with request.app[CROWD].place(access, owner.network):
                async with sitting as (open_note, seat):
                    hear = partial(_hear, rooms, open_note, seat)
                    if access.expires_at is not None:
                        hear = partial(_until, access, hear)
                    deny = None
                    if not access.role.allows(Role.EDIT):
                        connection.take_at_most(_longest_of_reader(open_note))
                        deny = partial(open_note.room.deny, seat)
                    await connection.converse(hear, part, deny=deny)
        except Ended as end:
            await connection.say_goodbye(end.why.code, end.reason)
        except BrokenError as error:
            await connection.say_goodbye(error.code, f"protocol: {error.reason}".encode())
        except BaseException:
            connection.leave()
            raise
    return answer


async def refuse(request: web.Request, why: Close, detail: str) -> web.StreamResponse:
    """Close a connection at once with a code: browsers cannot read why a handshake was refused."""
    answer, _ = await answered(request, frames.SUBPROTOCOL)
    connection, end = _connection(request, 0), Ended(why, detail)
    with request.app[ROOMS].heartbeat.of(connection):
        await connection.say_goodbye(end.why.code, end.reason)
    return answer


def _longest_of_reader(open_note: OpenNote) -> int:
    """Who writes nothing tells what their copy has, a state vector of the note, and where they are."""
    return READER_BYTES + len(open_note.room.note.state_vector())


def _connection(request: web.Request, most: int) -> Connection:
    return Connection.of(request, max_message=most, backlog=request.app[ROOMS].backlog)


def _hear(
    rooms: Rooms, open_note: OpenNote, seat: Seat, message: bytes | None, size: int
) -> Awaitable[None] | None:
    """Fast path: apply a short message at once."""
    wait_s = rooms.count(seat, size)
    if wait_s > 0:
        return _hear_later(rooms, open_note, seat, message, wait_s)
    if message is None:
        return None
    if len(message) > LONG_BYTES:
        return rooms.take(open_note, seat, message)
    open_note.receive(seat, message)
    return None


def _until(access: NoteAccess, hear: Hear, message: bytes | None, size: int) -> Awaitable[None] | None:
    """The same while the link lasts. Raises Ended."""
    if access.is_over(now_ms()):
        raise Ended(Close.WITHDRAWN, "this link has expired")
    return hear(message, size)


async def _hear_later(
    rooms: Rooms, open_note: OpenNote, seat: Seat, message: bytes | None, wait_s: float
) -> None:
    await asyncio.sleep(wait_s)
    if message is not None:
        await rooms.take(open_note, seat, message)
