"""Long-polling sessions: their timeout, and the right to fetch."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from crdt.roles import Role
from crdt.seat import Close
from server.errors import NotFoundError
from server.ids import DeviceId, LinkId, NoteId, VisitorId
from server.live.connection import Ended
from server.live.crowd import Crowd
from server.live.link_watch import LinkWatch
from server.live.packing import pack
from server.live.rooms import Rooms
from server.live.sessions import Sessions
from server.rights.access import Access
from server.storage import Db, Engine
from server.targets import NoteTarget
from tests.databases import Databases

SHORT_S = 0.05
ANNA = Access(
    link=LinkId("l1"),
    target=NoteTarget(NoteId("n1")),
    role=Role.EDIT,
    device=DeviceId("anna"),
    visitor=VisitorId("anna"),
    name="Anna",
    colour=1,
)


@pytest.fixture
async def engine(databases: Databases, tmp_path: Path) -> AsyncIterator[Engine]:
    async with databases.opened(tmp_path / "x.db") as engine:
        await engine.write(_make)
        yield engine


@pytest.fixture
async def rooms(engine: Engine) -> AsyncIterator[Rooms]:
    async with Rooms.open(engine) as rooms:
        yield rooms


def _make(db: Db) -> None:
    db.execute("INSERT INTO notes (id, created_at, changed_at) VALUES ('n1', 1, 1)")


@pytest.fixture
def watch(engine: Engine, rooms: Rooms) -> LinkWatch:
    return LinkWatch(engine, rooms.guests.close_held, rooms.guests.ask_again)


def sessions_of(rooms: Rooms, watch: LinkWatch, *, idle_s: float = 30.0) -> Sessions:
    return Sessions(rooms, watch, Crowd(), max_outbox=1 << 16, idle_s=idle_s)


async def ended(rooms: Rooms, sessions: Sessions) -> None:
    """Return once nobody is left."""
    async with asyncio.timeout(10):
        while rooms.guests.links() or len(sessions):  # noqa: ASYNC110 - it is told to nobody
            await asyncio.sleep(0.001)


async def test_a_session_of_which_nothing_is_heard_ends_by_itself(rooms: Rooms, watch: LinkWatch) -> None:
    sessions = sessions_of(rooms, watch, idle_s=SHORT_S)
    session = await sessions.open(ANNA, network="192.0.2.1", epoch=None)
    assert rooms.guests.links() == {ANNA.link}
    await ended(rooms, sessions)
    with pytest.raises(NotFoundError):
        sessions.find(session.id, ANNA)


async def test_one_that_asks_stays_as_long_as_it_does(rooms: Rooms, watch: LinkWatch) -> None:
    sessions = sessions_of(rooms, watch, idle_s=SHORT_S)
    session = await sessions.open(ANNA, network="192.0.2.1", epoch=None)
    loop = asyncio.get_running_loop()
    asked = loop.time()
    until = asked + 6 * SHORT_S
    while asked < until:
        before, asked = asked, loop.time()
        try:
            assert sessions.find(session.id, ANNA) is session
        except NotFoundError:
            assert loop.time() - before >= SHORT_S, "expected an end no sooner, however slow this machine is"
            break
        await asyncio.sleep(SHORT_S / 5)
    await ended(rooms, sessions)


async def test_why_the_server_ended_it_can_be_asked_for_a_while(rooms: Rooms, watch: LinkWatch) -> None:
    sessions = sessions_of(rooms, watch, idle_s=SHORT_S)
    session = await sessions.open(ANNA, network="192.0.2.1", epoch=None)
    rooms.guests.close_link(ANNA.own_link)
    end = sessions.find(session.id, ANNA).end
    assert end is not None
    assert end.why is Close.WITHDRAWN
    await ended(rooms, sessions)


async def test_a_note_that_is_not_there_and_a_full_outbox_are_named(rooms: Rooms, watch: LinkWatch) -> None:
    sessions = sessions_of(rooms, watch)
    with pytest.raises(Ended) as refused:
        await sessions.open(replace(ANNA, target=NoteTarget(NoteId("n2"))), network="192.0.2.1", epoch=None)
    assert refused.value.why is Close.NO_SUCH_LINK
    assert len(sessions) == 0
    session = await sessions.open(ANNA, network="192.0.2.1", epoch="1")
    for _ in range(5):
        session.send(pack(b"x" * 30_000))
    assert session.end is not None
    assert session.end.why is Close.OUTBOX_FULL
    await sessions.close()


async def test_who_fetches_last_is_the_only_one(rooms: Rooms, watch: LinkWatch) -> None:
    sessions = sessions_of(rooms, watch)
    session = await sessions.open(ANNA, network="192.0.2.1", epoch=None)

    async def fetch() -> list[bytes]:
        async with session.listening():
            return await session.fetch(2, most=1)

    first = asyncio.create_task(fetch())
    await asyncio.sleep(0)
    second = asyncio.create_task(fetch())
    with pytest.raises(TimeoutError):
        await first
    session.send(pack(b"x"))
    assert await second == [b"x"]
    await sessions.close()


async def test_the_end_is_told_at_once_to_who_fetches(rooms: Rooms, watch: LinkWatch) -> None:
    sessions = sessions_of(rooms, watch)
    session = await sessions.open(ANNA, network="192.0.2.1", epoch=None)
    async with session.listening():
        fetching = asyncio.create_task(session.fetch(2, most=1))
        await asyncio.sleep(0)
        await sessions.close()
        assert await fetching == []
    assert session.end is not None
    assert session.end.why is Close.GOING_AWAY
