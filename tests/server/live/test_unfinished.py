"""Messages that begin and do not end: what they may hold, for how long, and who does not notice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest
from aiohttp import web
from yarl import URL

from crdt import frames
from crdt.roles import Role
from crdt.seat import Close
from server.app import create_app
from server.http.intake import Bounds, Intake
from server.ids import LinkId, NoteId, VisitorId
from server.live.connection import Ended
from server.live.crowd import Crowd, Most
from server.live.keys import CROWD, ROOMS
from server.live.socket import MESSAGES, READER_BYTES
from server.rights.access import Access
from server.settings.config import KIB, Config
from server.targets import NoteTarget
from tests.conftest import Client, client_of
from tests.server.live.conftest import Join
from tests.server.live.sockets import make_note
from tests.server.visits import make, visit
from tests.wire.raw import BINARY, CLOSE, CONTINUATION, PING, PONG, Raw, frame, opened

CLOSED = {close.code: close for close in Close}


@pytest.fixture
def app(config: Config) -> web.Application:
    """Of little patience, and of narrow bounds."""
    app = create_app(replace(config, patience=1))
    app[MESSAGES] = Intake(Bounds(visitor=200 * KIB, network=300 * KIB, process=400 * KIB))
    app[CROWD] = Crowd(Most(visitor=2, network=1, link=5))
    return app


@pytest.fixture
async def client(app: web.Application) -> AsyncIterator[Client]:
    async with client_of(app) as client:
        yield client


async def end_of(line: Raw) -> Close | None:
    """Why the server ends it."""
    while (heard := await line.hear()) is not None:
        if heard.kind == CLOSE:
            return CLOSED.get(heard.code or 0)
    return None


async def is_there(line: Raw) -> bool:
    """The server has read all that was sent before, and answers."""
    await line.send(frame(PING, b"x"))
    while (heard := await line.hear()) is not None:
        if heard.kind == CLOSE:
            return False
        if (heard.kind, heard.content) == (PONG, b"x"):
            return True
    return False


def begun(size: int, *, of: int = 60 * KIB) -> bytes:
    """The first `size` bytes of a message that has `of`."""
    return frame(BINARY, bytes(of))[: size + 8]


async def test_what_does_not_end_is_bounded_the_newest_give_way_and_a_typist_notices_nothing(
    client: Client, join: Join, app: web.Application
) -> None:
    edit, read = await make_note(client)
    url = client.make_url(f"/sync/{read}")
    crowd = [client.make_url(f"/sync/{(await make_note(client))[1]}") for _ in range(4)]
    anna = await join(edit)
    async with AsyncExitStack() as stack:
        lines = list[Raw]()
        for number in range(16):
            lines.append(await stack.enter_async_context(opened(crowd[number % 4], Cookie="")))
            await lines[-1].send(begun(50 * KIB))
            await anna.type("a")
        ends = [asyncio.create_task(end_of(line)) for line in lines]
        await anna.until(lambda: anna.is_saved)
        while sum(each.done() for each in ends) < 10:
            await asyncio.wait(
                [each for each in ends if not each.done()], return_when=asyncio.FIRST_COMPLETED
            )
        assert {each.result() for each in ends if each.done()} == {Close.TOO_MUCH}
        assert app[MESSAGES].total <= 300 * KIB
        # The oldest stay, and a short message may come in two reads.
        assert not ends[0].done()
        late = await stack.enter_async_context(opened(url))
        await late.send(begun(3 * KIB))
        assert app[MESSAGES].total <= 300 * KIB
        await anna.type("b")
        await anna.until(lambda: anna.is_saved)
        for each in ends:
            each.cancel()


async def test_what_is_over_holds_nothing(client: Client, app: web.Application) -> None:
    _, read = await make_note(client)
    async with opened(client.make_url(f"/sync/{read}")) as line:
        await line.send(begun(50 * KIB, of=60 * KIB))
        while app[MESSAGES].total < 50 * KIB:  # noqa: ASYNC110 - it is told to nobody
            await asyncio.sleep(0)
    while app[MESSAGES].total:  # noqa: ASYNC110 - it is told to nobody
        await asyncio.sleep(0)
    assert app[MESSAGES].is_empty


async def test_pings_do_not_keep_a_message_that_does_not_come(client: Client) -> None:
    edit, _ = await make_note(client)
    assert client.app is not None
    heartbeat = client.app[ROOMS].heartbeat
    parts = frame(BINARY, b"", fin=False), frame(CONTINUATION, b"", fin=False)
    async with AsyncExitStack() as stack:
        half, empty, whole = [
            await stack.enter_async_context(opened(client.make_url(f"/sync/{edit}"))) for _ in range(3)
        ]
        await half.send(begun(20, of=200))
        await empty.send(*parts)
        ends = [asyncio.create_task(end_of(line)) for line in (half, empty)]
        while not all(each.done() for each in ends):
            await half.send(b"\x00")  # it comes, but below the rate
            await empty.send(frame(PING, b"y"), parts[1])
            assert await is_there(whole)
            await asyncio.sleep(0.05)
            for _ in range(20):
                heartbeat.beat()
        assert [each.result() for each in ends] == [Close.TOO_SLOW] * 2
        assert await is_there(whole)


async def test_who_may_only_read_sends_short_messages_and_a_longer_one_is_denied_unread(
    client: Client, app: web.Application
) -> None:
    _, read = await make_note(client, "texte")
    long = frames.update(bytes(2 * READER_BYTES))
    in_parts = [
        frame(BINARY, long[:READER_BYTES], fin=False),
        frame(CONTINUATION, long[READER_BYTES:], fin=False),
    ]
    async with opened(client.make_url(f"/sync/{read}")) as line:
        for sent in ([frame(BINARY, long)], [*in_parts, frame(CONTINUATION, b"x")]):
            await line.send(*sent)
            while (heard := await line.hear()) is not None and heard.content != frames.permission_denied():
                assert heard.kind == BINARY
            assert heard is not None
        assert await is_there(line)
        assert app[MESSAGES].is_empty
        await line.send(frame(BINARY, bytes(5 << 20))[:100])
        assert await end_of(line) is Close.MALFORMED


async def test_a_visitor_and_a_link_have_so_many_connections_and_no_more(client: Client) -> None:
    made = await make(client)
    url, read = client.make_url(f"/sync/{made.edit_token}"), made.read.rpartition("/")[2]
    anna = (await visit(client))["Cookie"]
    async with opened(url, Cookie=anna), AsyncExitStack() as first:
        await first.enter_async_context(opened(url, Cookie=anna))
        async with opened(client.make_url(f"/sync/{read}"), Cookie=anna) as third:
            assert await end_of(third) is Close.TOO_MANY
        by_http = await client.post(f"/sync/{made.edit_token}/http", headers={"Cookie": anna})
        assert (by_http.status, (await by_http.json())["code"]) == (410, Close.TOO_MANY.code)
        await first.aclose()
        await _until_open(url, anna)
    async with AsyncExitStack() as stack:
        for _ in range(5):
            assert await is_there(await stack.enter_async_context(opened(url)))
        assert await end_of(await stack.enter_async_context(opened(url))) is Close.TOO_MANY


async def _until_open(url: URL, cookie: str) -> None:
    """The server has heard of the end of another one."""
    while True:
        async with opened(url, Cookie=cookie) as line:
            if await is_there(line):
                return


def test_a_network_has_so_many_connections_and_loopback_is_none() -> None:
    """Every network of a test is loopback: this asks the counter itself."""
    crowd = Crowd(Most(visitor=9, network=1, link=9))
    access = Access(
        link=LinkId("l"),
        target=NoteTarget(NoteId("n")),
        role=Role.READ,
        device=None,
        visitor=VisitorId("v"),
        name=None,
        colour=1,
    )
    for network in ("127.0.0.1", "::1"):
        with crowd.place(access, network), crowd.place(access, network):
            pass
    with crowd.place(access, "192.0.2.1"), crowd.place(access, "2001:db8::/64"):
        with pytest.raises(Ended), crowd.place(access, "192.0.2.1"):
            pass
        with pytest.raises(Ended), crowd.place(access, "2001:db8::/64"):
            pass
    assert not len(crowd)
