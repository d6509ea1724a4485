"""Asks a world its questions one after the other, and brings it back as it was after whatever changed it."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlencode
from zlib import crc32

from aiohttp import WSMsgType, WSServerHandshakeError
from multidict import CIMultiDict, CIMultiDictProxy

from crdt import frames
from crdt.varint import write_buffer
from tests.tools.record.answers import Namer, line_of
from tests.tools.record.door import Answer, Browser, Door
from tests.tools.record.instance import HOST, Instance
from tests.tools.record.questions import LATE, SAFE, SOCKET, Address, Question, every
from tests.tools.record.world import World

# A page whose text is being laid out asks to be fetched again.
_TRIES = 60
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_JSON = {"Content-Type": "application/json"}
_BY_HTTP = "/sync/{token}/http"


async def answers(
    instance: Instance, door: Door, world: World, address: Address, *, one_of: int, texts: Path | None
) -> AsyncIterator[tuple[str, str]]:
    """The name of each question at an address, and the line that it was answered with."""
    namer, is_new = Namer(world.names, texts), False
    for question in every(world, address):
        if crc32(question.name.encode()) % one_of:
            continue
        if not is_new or question.manner is LATE:
            await instance.again()
            is_new = True
        if question.manner is SOCKET:
            yield question.name, await _by_socket(door, question)
            continue
        answer = await (_late(door, question) if question.manner is LATE else _ask(door, question))
        is_new = address.method in SAFE or answer.status >= 400
        line = line_of(answer, namer, question.holder.token)
        # The messages of a session are as random as the text's own letters.
        yield question.name, line.partition("#")[0].strip() if address.path == _BY_HTTP else line


async def _ask(door: Door, question: Question) -> Answer:
    body, kind = _body(question)
    method, headers = question.address.method, {**question.headers, **kind}
    answer = await door.ask(method, question.path, headers, body)
    for _ in range(_TRIES):
        if answer.status != 503 or "Refresh" not in answer.headers:
            break
        await asyncio.sleep(float(answer.headers["Refresh"].partition(";")[0]))
        answer = await door.ask(method, question.path, headers, body)
    return answer


def _body(question: Question) -> tuple[bytes | None, Mapping[str, str]]:
    if question.address.method in SAFE:
        return None, {}
    if question.address.path == _BY_HTTP:
        return write_buffer(frames.step_1(b"\x00")), {"Content-Type": "application/octet-stream"}
    if question.manner.body == "form":
        return urlencode(list(_fields(question.wish))).encode(), _FORM
    return json.dumps(question.wish).encode(), _JSON


def _fields(wish: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """As a form has them: each of a list by itself."""
    for name, value in wish.items():
        for one in value if isinstance(value, list) else [value]:
            yield name, str(one)


async def _by_socket(door: Door, question: Question) -> str:
    """What a websocket gives: the text, or the code that closes it."""
    headers = {"Host": HOST, **question.headers}
    try:
        async with door.session.ws_connect(
            door.base + question.path, protocols=(frames.SUBPROTOCOL,), headers=headers
        ) as socket:
            await socket.send_bytes(frames.step_1(b"\x00"))
            while True:
                message = await socket.receive()
                if message.type is not WSMsgType.BINARY:
                    return f"101 closed {socket.close_code}"
                if message.data[:2] == b"\x00\x01":
                    return "101 synced"
    except WSServerHandshakeError as error:
        return f"{error.status} refused"


async def _late(door: Door, question: Question) -> Answer:
    """The head comes while there is a right, the body once its link was closed."""
    body, kind = _body(question)
    assert body is not None
    reader, writer = await asyncio.open_connection("127.0.0.1", door.instance.port)
    fields = {
        "Host": HOST,
        "Accept-Language": "fr",
        "Connection": "close",
        "Expect": "100-continue",
        **question.headers,
        **kind,
        "Content-Length": str(len(body)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    writer.write(f"{question.address.method} {question.path} HTTP/1.1\r\n{lines}\r\n".encode())
    first = await reader.readline()
    if b" 100 " in first:
        await reader.readline()
        await _close_link(door, question)
        writer.write(body)
        first = await reader.readline()
    head = first + await reader.readuntil(b"\r\n\r\n")
    answer = _read(head, await reader.read())
    writer.close()
    return answer


async def _close_link(door: Door, question: Question) -> None:
    place = question.place
    owner = next(one for one in place.holders if one.name == "own address, owner")
    path = f"/{place.kind}/{owner.token}/links/{place.parts['edit link']}"
    await Browser(door, owner.cookie).says(path, {}, method="DELETE")


def _read(head: bytes, body: bytes) -> Answer:
    """An answer that ends with its connection."""
    first, *lines = head.decode("latin-1").split("\r\n")
    headers: CIMultiDict[str] = CIMultiDict()
    for line in lines:
        name, colon, value = line.partition(": ")
        if colon:
            headers.add(name, value)
    return Answer(int(first.split(" ")[1]), CIMultiDictProxy(headers), body)
