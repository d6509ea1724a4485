"""GET and POST /sync/{token}/http: long polling with the messages of the websocket."""

import asyncio
import json
from base64 import b64encode
from contextlib import suppress
from typing import Final

from aiohttp import hdrs, web

from crdt.seat import Close
from crdt.varint import MalformedError, Reader, write_buffer
from server.errors import BadInputError, NotFoundError
from server.http.access import note_access
from server.http.intake import coming, owner_of
from server.http.keys import CONFIG
from server.live.connection import Ended
from server.live.keys import ROOMS, SESSIONS
from server.live.outbox import LostError
from server.live.sessions import Session

COMMENT_S: Final = 15.0
LONGEST_WAIT_S: Final = 25
# As much goes into one answer, or one write of a stream; a single message may be larger.
_ANSWER_BYTES: Final = 1 << 20
_WRITE_BYTES: Final = 1 << 16
_LENGTH_BYTES: Final = 8
_DIGITS: Final = 15
_COMMENT: Final = b":\n\n"
_STREAM_HEADERS: Final = {
    hdrs.CONTENT_TYPE: "text/event-stream",
    hdrs.CACHE_CONTROL: "no-store, no-transform",
    "X-Accel-Buffering": "no",
}


async def send(request: web.Request) -> web.Response:
    """Begin a session, or go on with one: take the messages of the body, each behind its length."""
    try:
        session = await _session(request)
    except Ended as end:
        return _closed(end)
    try:
        messages = await _messages(request, session)
        if session.place is not None:
            await request.app[ROOMS].take_time(session.place[1], *map(len, messages))
        first = _number(request, "first", 1)
        async with session.turn:  # what came by an earlier request may still be taken in
            if messages and first > session.taken + 1:
                return web.json_response({"expected": session.taken + 1}, status=409)
            await _take(request, session, messages[session.taken + 1 - first :])
    except Ended as end:
        session.close(end.why, end.detail)
    session.outbox.heard(_number(request, "heard", 0))
    if "bye" in request.query:
        session.leave()
    elif session.is_over:
        return _over(session)
    if "session" in request.query:
        return web.json_response({"taken": session.taken})
    first_ones = session.outbox.after(0, most=_WRITE_BYTES)
    told = {
        "session": session.id,
        "taken": session.taken,
        "messages": [b64encode(message).decode() for message in first_ones],
    }
    return web.json_response(told, status=201)


async def fetch(request: web.Request) -> web.StreamResponse:
    """Give what a session has for its client: a stream of events or, with `wait`, one answer."""
    session = request.app[SESSIONS].find(request.query.get("session", ""), note_access(request))
    after = _number(request, "after", 0)
    if (last := request.headers.get(hdrs.LAST_EVENT_ID)) is not None:
        after = _read_number(last)
    session.outbox.heard(after)
    if not session.outbox.goes_on_from(after):
        session.leave()
        return _over(session)
    if "wait" in request.query:
        return await _answer(session, after, min(_number(request, "wait", 0), LONGEST_WAIT_S))
    return await _stream(request, session, after)


async def _session(request: web.Request) -> Session:
    sessions, access = request.app[SESSIONS], note_access(request)
    if (id_ := request.query.get("session")) is not None:
        return sessions.find(id_, access)
    network, epoch = owner_of(request).network, request.query.get("epoch")
    return await sessions.open(access, network=network, epoch=epoch)


async def _messages(request: web.Request, session: Session) -> list[bytes]:
    most = request.app[CONFIG].max_message + _LENGTH_BYTES
    body = bytearray()
    async with coming(request) as part:
        async for chunk in request.content.iter_any():
            session.touch()
            body += chunk
            part.holds(len(body))
            if len(body) > most:
                raise Ended(Close.MALFORMED, f"expected a body of at most {most} bytes")
    reader, messages = Reader(bytes(body)), []
    try:
        while reader.at < len(body):
            messages.append(reader.buffer())
    except MalformedError as error:
        raise Ended(Close.MALFORMED, str(error)) from None
    return messages


async def _take(request: web.Request, session: Session, messages: list[bytes]) -> None:
    most = request.app[CONFIG].max_message
    for message in messages:
        if len(message) > most:
            raise Ended(Close.MALFORMED, f"expected at most {most} bytes, got {len(message)}")
        await session.receive(request.app[ROOMS], message)


async def _answer(session: Session, after: int, wait_s: int) -> web.Response:
    some: list[bytes] = []
    with suppress(TimeoutError, LostError):
        async with session.listening(), asyncio.timeout(wait_s):
            some = await session.fetch(after, most=_ANSWER_BYTES)
    session.touch()
    if some:
        body = b"".join(map(write_buffer, some))
        return web.Response(body=body, content_type="application/octet-stream")
    return _over(session) if session.is_over else web.Response(status=204)


async def _stream(request: web.Request, session: Session, after: int) -> web.StreamResponse:
    response = web.StreamResponse(headers=_STREAM_HEADERS)
    await response.prepare(request)
    try:
        async with session.listening():
            await _pour(response, session, after)
    except TimeoutError:  # a client that does not read, or one that has begun another stream
        if request.transport is not None:
            request.transport.abort()
    except (ConnectionError, LostError):
        pass
    return response


async def _pour(response: web.StreamResponse, session: Session, after: int) -> None:
    loop = asyncio.get_running_loop()
    comment_at = loop.time()
    while True:
        if loop.time() >= comment_at:
            await response.write(_COMMENT)
            comment_at = loop.time() + COMMENT_S
        try:
            async with asyncio.timeout_at(comment_at):
                some = await session.fetch(after, most=_WRITE_BYTES)
        except TimeoutError:
            continue
        if not some:
            break
        await response.write(b"".join(_event(after + at, message) for at, message in enumerate(some, 1)))
        after += len(some)
    if session.end is not None:
        await response.write(b"event: close\ndata: " + json.dumps(_told(session.end)).encode() + b"\n\n")


def _event(number: int, message: bytes) -> bytes:
    return b"id: %d\ndata: %b\n\n" % (number, b64encode(message))


def _over(session: Session) -> web.Response:
    if session.end is None:
        raise NotFoundError("no_session")
    return _closed(session.end)


def _closed(end: Ended) -> web.Response:
    return web.json_response(_told(end), status=410)


def _told(end: Ended) -> dict[str, object]:
    return {"code": end.why.code, "reason": end.reason.decode()}


def _number(request: web.Request, name: str, default: int) -> int:
    given = request.query.get(name)
    return default if given is None else _read_number(given)


def _read_number(given: str) -> int:
    if not (given.isascii() and given.isdigit() and len(given) <= _DIGITS):
        raise BadInputError("bad_request")
    return int(given)
