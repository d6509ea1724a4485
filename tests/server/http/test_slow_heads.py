"""Limit and timeout of connections that have sent no whole request, through real sockets."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from server.http.slow_heads import HEAD_BYTES, Door

Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Call = Callable[[], Awaitable[Line]]


class Echo(asyncio.Protocol):
    """What is inside: says back what it hears, in upper case."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        assert isinstance(self.transport, asyncio.Transport)
        self.transport.write(data.upper())


@asynccontextmanager
async def opened(*, patience_s: float = 60, most: int = 10) -> AsyncIterator[tuple[Door, Call]]:
    lines: list[Line] = []
    door = Door(Echo, patience_s=patience_s, most=most)
    listener = await asyncio.get_running_loop().create_server(door, "127.0.0.1", 0)

    async def call() -> Line:
        lines.append(await asyncio.open_connection(*listener.sockets[0].getsockname()))
        return lines[-1]

    try:
        yield door, call
    finally:
        door.close()
        listener.close()
        for _, writer in lines:
            writer.close()


async def ended(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read()
    except ConnectionError:
        return b""


async def test_a_whole_head_gets_in_with_everything_that_came_and_comes() -> None:
    async with opened() as (door, call):
        reader, writer = await call()
        for part in (b"get /", b"\r\n\r", b"\nbody"):
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(0)
        assert await reader.readexactly(13) == b"GET /\r\n\r\nBODY"
        writer.write(b" and more")
        assert await reader.readexactly(9) == b" AND MORE"
        assert len(door) == 0


async def test_half_a_head_is_sent_away_when_its_time_is_over() -> None:
    async with opened(patience_s=0.05) as (door, call):
        (one, writer), (silent, _) = await call(), await call()
        writer.write(b"GET / HTTP/1.1\r\n")
        assert (await ended(one)).startswith(b"HTTP/1.1 408 ")
        assert await ended(silent) == b""
        assert len(door) == 0
        later, _ = await call()
        assert await ended(later) == b""


async def test_when_too_many_wait_who_came_first_leaves_first() -> None:
    async with opened(most=2) as (door, call):
        (first, _), (_, second), _ = await call(), await call(), await call()
        assert await ended(first) == b""
        assert len(door) == 2
        second.write(b"\r\n\r\n")


async def test_a_head_longer_than_any_is_refused() -> None:
    async with opened() as (_, call):
        reader, writer = await call()
        writer.write(b"x" * (HEAD_BYTES + 1))
        assert (await ended(reader)).startswith(b"HTTP/1.1 431 ")


async def test_who_hangs_up_waits_no_more() -> None:
    async with opened() as (door, call):
        _, writer = await call()
        writer.close()
        await writer.wait_closed()
        async with asyncio.timeout(5):
            while len(door):  # noqa: ASYNC110 - the server hears of it when it does
                await asyncio.sleep(0)


@pytest.mark.parametrize("said", [b"", b"GET"])
async def test_at_the_end_everybody_is_sent_away(said: bytes) -> None:
    async with opened() as (door, call):
        reader, writer = await call()
        writer.write(said)
        async with asyncio.timeout(5):
            while not len(door):  # noqa: ASYNC110 - the server hears of it when it does
                await asyncio.sleep(0)
        door.close()
        assert await ended(reader) == b""
