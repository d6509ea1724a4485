"""Clients that begin and never end, on the real server and behind nginx."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession

from tests.processes import descriptors
from tests.served import Served
from tests.wire.proxy import HOST, proxied

PATIENCE_S = 1


@pytest.fixture(scope="module")
def hurried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of little patience."""
    with Served(tmp_path_factory.mktemp("slow") / "data", "--patience", f"{PATIENCE_S}") as served:
        yield served


@asynccontextmanager
async def line(
    port: int, context: ssl.SSLContext | None = None
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    name = HOST if context else None
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context, server_hostname=name)
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


def port_of(served: Served) -> int:
    return int(served.url.rsplit(":", 1)[1])


async def drip(writer: asyncio.StreamWriter, what: bytes, until: asyncio.Task[bytes]) -> int:
    """One byte after the other until somebody hangs up; how many that were."""
    for number, byte in enumerate(what):
        if until.done():
            return number
        writer.write(bytes((byte,)))
        await asyncio.wait({until}, timeout=0.05)
    return len(what)


async def hung_up(reader: asyncio.StreamReader) -> bytes:
    """What was said until the end, however it came."""
    said = b""
    try:
        while more := await reader.read(4096):
            said += more
    except ConnectionError:
        pass
    return said


@pytest.mark.parametrize("begun", [b"", b"G", b"GET / HTTP/1.1\r\nHost: x\r\nX-Half:"])
async def test_half_a_head_is_hung_up_on(hurried: Served, begun: bytes) -> None:
    async with line(port_of(hurried)) as (reader, writer), asyncio.timeout(5 * PATIENCE_S):
        writer.write(begun)
        said = await hung_up(reader)
    assert said.startswith(b"HTTP/1.1 408 ") if begun else not said


async def test_a_head_that_drips_is_hung_up_on_in_the_same_time(hurried: Served) -> None:
    async with line(port_of(hurried)) as (reader, writer), asyncio.timeout(5 * PATIENCE_S):
        said = asyncio.create_task(hung_up(reader))
        dripped = await drip(writer, b"GET / HTTP/1.1\r\n" + b"X-Slow: 1\r\n" * 1000, said)
        assert (await said).startswith(b"HTTP/1.1 408 ")
    assert dripped < 100


async def test_a_body_that_drips_is_hung_up_on(hurried: Served) -> None:
    head = (
        f"POST /api/notes HTTP/1.1\r\nHost: 127.0.0.1:{port_of(hurried)}\r\n"
        "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n"
    )
    async with line(port_of(hurried)) as (reader, writer), asyncio.timeout(5 * PATIENCE_S):
        said = asyncio.create_task(hung_up(reader))
        writer.write(head.encode())
        assert await drip(writer, b"x" * 100_000, said) < 100
        assert await said == b""


async def test_a_body_that_comes_slowly_but_comes_is_taken_in(hurried: Served) -> None:
    body = b'{"markdown": "' + b"x" * 4000 + b'"}'
    head = (
        f"POST /api/notes HTTP/1.1\r\nHost: 127.0.0.1:{port_of(hurried)}\r\nConnection: close\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    async with line(port_of(hurried)) as (reader, writer):
        said = asyncio.create_task(hung_up(reader))
        writer.write(head.encode())
        for at in range(0, len(body), 400):
            writer.write(body[at : at + 400])
            await asyncio.wait({said}, timeout=0.25)  # in all, longer than the server's patience
        assert (await said).startswith(b"HTTP/1.1 201 ")


async def test_the_head_of_a_second_request_has_its_time_too(hurried: Served) -> None:
    ask = f"GET /health HTTP/1.1\r\nHost: 127.0.0.1:{port_of(hurried)}\r\n\r\n".encode()
    async with line(port_of(hurried)) as (reader, writer), asyncio.timeout(10 * PATIENCE_S):
        writer.write(ask)
        await reader.readuntil(b"\r\n\r\n")
        writer.write(ask[:20])
        await hung_up(reader)


async def test_a_crowd_of_half_open_connections_is_gone_soon_and_others_are_answered(hurried: Served) -> None:
    before = descriptors(hurried.pid)
    crowd = [await asyncio.open_connection("127.0.0.1", port_of(hurried)) for _ in range(400)]
    async with ClientSession() as session, asyncio.timeout(5 * PATIENCE_S):
        for _, writer in crowd:
            writer.write(b"GET / HTTP/1.1\r\n")
        answer = await session.get(f"{hurried.url}/health")
        assert answer.status == 200
        await asyncio.gather(*(hung_up(reader) for reader, _ in crowd))
    for _, writer in crowd:
        writer.transport.abort()
    assert descriptors(hurried.pid) <= before + 5


@pytest.fixture(scope="module")
def behind_nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of nginx, of little patience too, before a server of its own."""
    with proxied("nginx", tmp_path_factory.mktemp("nginx"), patience=PATIENCE_S) as front:
        yield front.port


@pytest.fixture
def trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


async def test_behind_nginx_half_a_head_is_hung_up_on_too(
    behind_nginx: int, trusting: ssl.SSLContext
) -> None:
    async with line(behind_nginx, trusting) as (reader, writer), asyncio.timeout(10 * PATIENCE_S):
        writer.write(b"GET / HTTP/1.1\r\nX-Half:")
        await hung_up(reader)


async def test_behind_nginx_others_are_answered_meanwhile(
    behind_nginx: int, trusting: ssl.SSLContext
) -> None:
    waiting = [await asyncio.open_connection("127.0.0.1", behind_nginx) for _ in range(50)]
    async with line(behind_nginx, trusting) as (reader, writer):
        writer.write(
            f"GET /health HTTP/1.1\r\nHost: {HOST}:{behind_nginx}\r\nConnection: close\r\n\r\n".encode()
        )
        assert (await hung_up(reader)).startswith(b"HTTP/1.1 200 ")
    for _, one in waiting:
        one.transport.abort()
