"""The queue by itself: what is due goes first, is tried again, is given up, and is never in two places."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from crdt.roles import Role
from server.ids import FolderId, ItemId, LinkId, NoteId, VisitorId
from server.jobs.leader import Leader, lead
from server.opening import open_engine
from server.secrets.tokens import Seal
from server.sending.outcome import Handing, Later, Left, Outcome, Refused, Unsure
from server.sending.sender import GAPS_S, Sender
from server.settings.config import Config
from server.storage import Db, Engine, audit, folders, note_tables, notes, sendings
from server.storage.folders import FolderRow
from server.storage.rights import links
from server.storage.rights.links import Link
from server.storage.sendings import Kind, Sending, State
from server.targets import FolderTarget, NoteTarget
from tests.server.terms import Terms

NOTE = NoteId("note")
SEAL = Seal(b"k" * 32)
LONG_AGO = 1
DAYS_S = sum(GAPS_S) / 86_400


class RecordedTransport:
    """A transport that answers as the test says, and records what was sent."""

    def __init__(self, *answers: Outcome) -> None:
        self.gone: list[str] = []
        self.answers = [*answers]
        self.on_the_way: Callable[[], Awaitable[None]] | None = None
        self.is_careful = False

    async def carry(self, sending: Sending, handing: Handing, /) -> Outcome:
        if self.is_careful:
            await handing()
        self.gone.append(sending.recipient)
        if self.on_the_way is not None:
            await self.on_the_way()
        return self.answers.pop(0) if self.answers else Left()


@pytest.fixture
async def engine(tmp_path: Path, bundle: Path) -> AsyncIterator[Engine]:
    (tmp_path / "data").mkdir()
    async with open_engine(Config(data=tmp_path / "data", bundle=bundle)) as engine:
        await engine.write(partial(notes.insert, note=NOTE, title="Eau", at=1))
        yield engine


def sending(to: str, *, kind: Kind = Kind.MAIL, due_at: int = LONG_AGO) -> Sending:
    return Sending(
        id=to,
        batch=to,
        target=NoteTarget(NOTE),
        kind=kind,
        recipient=to,
        gives="pdf",
        content={"message": "Voici."},
        due_at=due_at,
        made_at=LONG_AGO,
        made_by=VisitorId("v"),
    )


async def put(engine: Engine, *rows: Sending) -> None:
    def write(db: Db) -> None:
        sendings.enclose(db, "pdf", b"%PDF-", NoteTarget(NOTE))
        for row in rows:
            sendings.insert(db, row)
        db.execute("UPDATE sendings SET enclosure = 'pdf' WHERE kind = 'mail'")

    await engine.write(write)


@asynccontextmanager
async def running(engine: Engine, road: RecordedTransport, *gaps_s: float) -> AsyncIterator[Sender]:
    sender = Sender(engine, SEAL, {Kind.MAIL: road, Kind.HOOK: road}, gaps_s=gaps_s or GAPS_S)
    task = asyncio.create_task(sender.run())
    yield sender
    sender.close()
    await asyncio.wait_for(task, 10)


async def ended(engine: Engine, to: str, state: State) -> Sending:
    """The row, once it is so."""
    while True:
        found = await engine.read(partial(sendings.find, id_=to))
        if found is not None and found.state is state:
            return found


async def test_what_has_left_says_nothing_any_more(engine: Engine) -> None:
    await put(engine, sending("a"), sending("b"))
    road = RecordedTransport(Left(), Refused(why="unknown", answer="550 no"))
    async with running(engine, road):
        sent = await ended(engine, "a", State.SENT)
        assert (sent.content, sent.enclosure, sent.tries) == ({}, None, 1)
        refused = await ended(engine, "b", State.REFUSED)
        # Somebody may have it tried again.
        assert (refused.content, refused.answer, refused.enclosure) == (
            {"message": "Voici."},
            "550 no",
            "pdf",
        )
    entries = await engine.read(lambda db: list(audit.entries(db, SEAL.of_audit)))
    assert [(one.what, one.subject, one.is_sound) for one in entries] == [
        ("mail-sent", "note note", True),
        ("mail-refused", "note note", True),
    ]


async def test_what_cannot_leave_is_tried_again_and_then_given_up(engine: Engine) -> None:
    await put(engine, sending("a"))
    road = RecordedTransport(*(Later(why="busy", answer="451 wait") for _ in range(3)), Left())
    async with running(engine, road, 0.01, 0.01, 0.01):
        assert (await ended(engine, "a", State.SENT)).tries == 4
    await put_again(engine)
    road = RecordedTransport(*(Later(why="busy", answer="451 wait") for _ in range(9)))
    async with running(engine, road, 0.01, 0.01):
        refused = await ended(engine, "again", State.REFUSED)
        assert (refused.why, refused.answer, refused.tries) == ("gave_up", "451 wait", 3)
    assert 1.9 < DAYS_S < 2.1


async def put_again(engine: Engine) -> None:
    await engine.write(partial(sendings.insert, sending=sending("again")))


async def test_a_server_that_is_away_is_asked_once_for_all_that_wait(engine: Engine) -> None:
    await put(engine, *(sending(f"m{number}") for number in range(5)), sending("h", kind=Kind.HOOK))
    await engine.write(lambda db: db.execute("UPDATE sendings SET due_at = 2 WHERE kind = 'hook'"))
    road = RecordedTransport(Later(why="unreachable", is_of_all=True))
    async with running(engine, road):
        await ended(engine, "h", State.SENT)
        assert len(road.gone) == 2
        for number in range(5):
            row = await ended(engine, f"m{number}", State.WAITING)
            assert (row.tries, row.why) == (1 if number == 0 else 0, "unreachable")


async def test_a_server_that_takes_few_at_a_time_gets_a_long_list_in_the_end(engine: Engine) -> None:
    """It says 421 after every five: that is no try of those that have not had their turn."""
    many = [f"m{number:03}" for number in range(120)]
    await put(engine, *map(sending, many))
    few: list[Outcome] = [
        *(Left() for _ in range(5)),
        Later(why="busy", answer="421 too many", is_of_all=True),
    ]
    road = RecordedTransport(*few * 40)
    async with running(engine, road, *(0.01 for _ in GAPS_S)):
        for one in many:
            await ended(engine, one, State.SENT)
    assert len(road.gone) == 120 + 23


async def test_a_try_is_counted_before_it_is_made(engine: Engine) -> None:
    """A server that ends in the middle of one does not send it twice at once."""
    await put(engine, sending("a"))
    road, is_there, never = RecordedTransport(), asyncio.Event(), asyncio.Event()

    async def stay() -> None:
        is_there.set()
        await never.wait()

    road.on_the_way = stay
    task = asyncio.create_task(Sender(engine, SEAL, {Kind.MAIL: road}).run())
    await asyncio.wait_for(is_there.wait(), 10)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    row = await ended(engine, "a", State.WAITING)
    assert row.tries == 1
    assert row.due_at > row.made_at + GAPS_S[0] * 1000


async def test_what_was_being_handed_over_is_not_sent_again_by_itself(engine: Engine) -> None:
    await put(engine, sending("a"), sending("b"))
    await engine.write(lambda db: db.execute("UPDATE sendings SET due_at = 2 WHERE id = 'b'"))
    road, is_there, never = RecordedTransport(), asyncio.Event(), asyncio.Event()
    road.is_careful = True

    async def stay() -> None:
        is_there.set()
        await never.wait()

    road.on_the_way = stay
    task = asyncio.create_task(Sender(engine, SEAL, {Kind.MAIL: road}).run())
    await asyncio.wait_for(is_there.wait(), 10)
    assert not await engine.write(partial(sendings.again, id_="a", at=1)), "it is leaving"
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await ended(engine, "a", State.HANDING)

    road.on_the_way = None
    async with running(engine, road):
        await ended(engine, "b", State.SENT)
        row = await ended(engine, "a", State.MAYBE)
        assert (row.why, row.content, row.enclosure) == ("maybe", {"message": "Voici."}, "pdf")
        assert road.gone == ["a", "b"]
        assert await engine.write(partial(sendings.again, id_="a", at=1)), "somebody wants it"
        await ended(engine, "a", State.SENT)
    entries = await engine.read(lambda db: list(audit.entries(db, SEAL.of_audit)))
    assert [one.what for one in entries] == ["mail-unsure", "mail-sent", "mail-sent"]


async def test_only_the_leader_sends_and_doubts_what_the_one_before_was_handing_over(engine: Engine) -> None:
    await put(engine, sending("a"))
    slow, quick, is_there = RecordedTransport(), RecordedTransport(), asyncio.Event()
    slow.is_careful = True

    async def stay() -> None:
        is_there.set()
        await asyncio.Event().wait()

    slow.on_the_way = stay
    first, second = Terms(), Terms()
    async with led(engine, slow, first) as one, led(engine, quick, second) as other:
        first.begin()
        await asyncio.wait_for(is_there.wait(), 10)
        other.wake()
        await ended(engine, "a", State.HANDING)
        first.end()
        second.begin()
        await ended(engine, "a", State.MAYBE)
        await engine.write(partial(sendings.again, id_="a", at=1))
        one.wake()
        await ended(engine, "a", State.SENT)
        second.end()
        first.begin()
        slow.on_the_way = None
        await put_again(engine)
        await ended(engine, "again", State.SENT)
    assert (slow.gone, quick.gone) == (["a", "again"], ["a"])


@asynccontextmanager
async def led(engine: Engine, road: RecordedTransport, leader: Leader) -> AsyncIterator[Sender]:
    """A process that sends while it leads."""
    sender = Sender(engine, SEAL, {Kind.MAIL: road})
    task = asyncio.create_task(lead(leader, sender.run))
    yield sender
    task.cancel()
    await asyncio.wait({task})


async def test_what_breaks_off_in_the_last_moment_waits_for_somebody(engine: Engine) -> None:
    await put(engine, sending("a"), sending("b"))
    road = RecordedTransport(Unsure(answer="connection lost"), Later(why="busy", answer="451 wait"))
    road.is_careful = True
    async with running(engine, road):
        assert (await ended(engine, "a", State.MAYBE)).answer == "connection lost"
        while (await ended(engine, "b", State.WAITING)).answer != "451 wait":  # the server has said no
            pass


async def test_what_is_taken_back_before_the_last_moment_does_not_leave(engine: Engine) -> None:
    await put(engine, sending("a"))
    road = RecordedTransport()
    road.is_careful = True
    first = road.carry

    class Slow:
        async def carry(self, sending: Sending, handing: Handing, /) -> Outcome:
            await engine.write(partial(sendings.take_back, note=NOTE, at=5))
            return await first(sending, handing)

    sender = Sender(engine, SEAL, {Kind.MAIL: Slow()})
    task = asyncio.create_task(sender.run())
    assert (await ended(engine, "a", State.REFUSED)).why == "erased"
    sender.close()
    await asyncio.wait_for(task, 10)
    assert road.gone == []


async def test_a_note_that_goes_takes_what_waits_along(engine: Engine) -> None:
    await put(engine, sending("a"))

    is_purged = asyncio.Event()

    async def purge() -> None:
        await engine.write(partial(note_tables.delete, note=NOTE))
        is_purged.set()

    road = RecordedTransport()
    road.on_the_way = purge
    async with running(engine, road):
        await asyncio.wait_for(is_purged.wait(), 10)
    assert await engine.read(partial(sendings.find, id_="a")) is None


async def test_the_pdf_of_a_pochette_stays_once_a_passage_of_its_note_is_erased(engine: Engine) -> None:
    def write(db: Db) -> None:
        folder = FolderRow(id=FolderId("folder"), changed_at=1)
        folders.insert(db, folder)
        link = Link(id=LinkId("link"), target=FolderTarget(folder.id), role=Role.READ)
        links.insert(db, link, by=None, at=1)
        folders.add(db, folder.id, ItemId("item"), NOTE, came=link.used, by=None, at=1)
        target = FolderTarget(folder.id)
        for name in ("a", "b"):
            sendings.enclose(db, name, b"%PDF-", target)
            row = replace(sending(name, due_at=1 << 60), target=target, enclosure=name)
            sendings.insert(db, row)
        sendings.sent(db, "b", 1)
        sendings.take_back(db, NOTE, 5)

    await engine.write(write)
    waited = await ended(engine, "a", State.REFUSED)
    assert (waited.why, waited.content, await engine.read(sendings.weight)) == ("erased", {}, 0)
    assert (await ended(engine, "b", State.SENT)).why == ""


async def test_what_is_old_is_swept(engine: Engine) -> None:
    await put(engine, sending("a"), sending("b"), sending("c"), sending("d", due_at=1 << 60))
    await engine.write(
        lambda db: db.execute(
            "UPDATE sendings SET made_at = 90, state = 'refused', ended_at = 100 WHERE id = 'a'"
        )
    )
    await engine.write(
        lambda db: db.execute("UPDATE sendings SET ended_at = 5, state = 'sent' WHERE id = 'b'")
    )
    await engine.write(lambda db: db.execute("UPDATE sendings SET made_at = 1000 WHERE id = 'd'"))
    await engine.write(partial(sendings.sweep, at=2000, given_up=500, forgotten=200, gone=50))
    found = {one.id: one for one in await engine.read(partial(sendings.mails, target=NoteTarget(NOTE)))}
    assert {id_: (one.state.value, bool(one.content)) for id_, one in found.items()} == {
        "a": ("refused", False),
        "c": ("refused", True),
        "d": ("waiting", True),
    }
    assert not await engine.write(partial(sendings.again, id_="a", at=1))
    assert await engine.write(partial(sendings.again, id_="c", at=1))
