"""A way between two programs: it passes on, hangs, cuts, and brings late what was sent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from tests.tools.nodes.ways import Way


@pytest.fixture
async def way() -> AsyncIterator[Way]:
    """To a server that gives every line back."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while line := await reader.readline():
                writer.write(line)
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    way = Way(server.sockets[0].getsockname()[1])
    await way.listen()
    yield way
    await way.close()
    server.close()


@asynccontextmanager
async def _line(way: Way) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", way.port)
    yield reader, writer
    writer.close()


async def _says(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"1\n")
    assert await reader.readline() == b"1\n"


async def test_a_way_that_is_cut_resets_those_who_use_it_and_who_come(way: Way) -> None:
    async with _line(way) as (reader, writer):
        await _says(reader, writer)
        way.cut()
        with pytest.raises(ConnectionResetError):
            await reader.readline()
    async with _line(way) as (reader, _):
        with pytest.raises(ConnectionResetError):
            await reader.readline()
    way.mend()
    async with _line(way) as (reader, writer):
        await _says(reader, writer)
        writer.write_eof()
        assert await reader.read() == b""


@pytest.mark.parametrize("is_late", [False, True])
async def test_a_way_that_hangs_tells_nobody_and_may_bring_late_what_was_sent(
    way: Way, *, is_late: bool
) -> None:
    async with _line(way) as (reader, writer):
        await _says(reader, writer)
        way.hang()
        writer.write(b"2\n")
        hearing = asyncio.create_task(reader.readline())
        assert await asyncio.wait((hearing,), timeout=0.05) == (set(), {hearing})
        way.mend(is_late=is_late)
        if is_late:
            assert await hearing == b"2\n"
        else:
            with pytest.raises(ConnectionResetError):
                await hearing
