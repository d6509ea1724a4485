"""Who does not read what waits: let go after a while, and at once where all together hold too much."""

import asyncio
import gc
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from server.http.slow_readers import Unread

MIB = 1 << 20
Pair = tuple[socket.socket, socket.socket]


@asynccontextmanager
async def lines(
    many: int, pair: Callable[[], Pair] = socket.socketpair
) -> AsyncIterator[tuple[list[asyncio.Transport], list[socket.socket]]]:
    """Connections, from both ends; nobody reads."""
    near: list[asyncio.Transport] = []
    far: list[socket.socket] = []
    for _ in range(many):
        ours, theirs = pair()
        loop = asyncio.get_running_loop()
        near.append((await loop.create_connection(asyncio.Protocol, sock=ours))[0])
        theirs.setblocking(False)  # noqa: FBT003 - the name of the call says it
        far.append(theirs)
    try:
        yield near, far
    finally:
        for transport in near:
            transport.abort()
        for one in far:
            one.close()
        await asyncio.sleep(0)


def over_tcp() -> Pair:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        theirs = socket.create_connection(listener.getsockname())
        return listener.accept()[0], theirs


def watched(transports: list[asyncio.Transport], *, most: int = 64 * MIB) -> Unread:
    unread = Unread(most=most, stalled_s=20)
    for transport in transports:
        unread.watch(transport)
    return unread


async def test_who_reads_nothing_is_let_go_after_a_while() -> None:
    async with lines(2) as ((mute, idle), _):
        unread = watched([mute, idle])
        mute.write(bytes(4 * MIB))
        unread.look(100)
        unread.look(119)
        assert not mute.is_closing()
        unread.look(120)
        assert mute.is_closing()
        assert not idle.is_closing()


async def test_who_was_told_to_go_and_does_not_read_that_is_let_go_too() -> None:
    async with lines(1) as ((mute,), _):
        unread = watched([mute])
        mute.write(bytes(4 * MIB))
        mute.close()
        unread.look(100)
        assert mute.get_write_buffer_size() > 0
        unread.look(120)
        assert mute.get_write_buffer_size() == 0


async def test_who_reads_slowly_stays() -> None:
    async with lines(1) as ((slow,), (end,)):
        unread = watched([slow])
        slow.write(bytes(8 * MIB))
        for now in range(100, 200, 15):
            before = slow.get_write_buffer_size()
            unread.look(now)
            while slow.get_write_buffer_size() == before:
                with suppress(BlockingIOError):
                    end.recv(MIB)
                await asyncio.sleep(0)
        assert not slow.is_closing()


async def test_a_network_that_takes_a_few_bytes_now_and_then_is_seen_where_the_buffer_stands_still() -> None:
    async with lines(1, over_tcp) as ((slow,), (end,)):
        unread = watched([slow])
        slow.write(bytes(16 * MIB))
        before = slow.get_write_buffer_size()
        for now in range(100, 200, 15):
            unread.look(now)
            assert end.recv(256 * 1024)
        assert slow.get_write_buffer_size() == before, "the system asks for more when much has left"
        assert not slow.is_closing()
        unread.look(300)
        unread.look(320)
        assert slow.is_closing()


async def test_where_all_hold_too_much_who_holds_most_goes_first() -> None:
    async with lines(3) as (transports, _):
        unread = watched(transports, most=6 * MIB)
        for transport, size in zip(transports, (2, 6, 3), strict=True):
            transport.write(bytes(size * MIB))
        unread.look(100)
        assert [transport.is_closing() for transport in transports] == [False, True, False]


async def test_a_connection_that_is_gone_is_forgotten() -> None:
    unread = Unread()
    async with lines(1) as (transports, _):
        unread.watch(transports[0])
        assert len(unread) == 1
        transports.pop().abort()
        await asyncio.sleep(0)
        gc.collect()
    assert len(unread) == 0
