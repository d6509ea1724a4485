"""Open notes: loaded once, closed when nobody is left, ended from outside, dropped when a disk refuses."""

import asyncio

import pytest

from crdt import frames
from crdt.compaction import UPDATES_A_SNAPSHOT, UPDATES_WORTH_A_SNAPSHOT
from crdt.note import Note, first_update
from crdt.seat import Close
from server.ids import DeviceId, LinkId, NoteId
from server.live.link_watch import Held
from server.live.open_note import OpenNote
from server.live.rooms import NoSuchNoteError, Rooms
from server.storage import Db, Engine, journal
from tests.crdt.awareness import awareness_payload
from tests.full_disk import no_file_beyond
from tests.server.live.guests import NOTE, Guest, takes_writes
from tests.yjs import CONTRARY


def _snapshots(db: Db) -> list[tuple[object, ...]]:
    return list(db.execute("SELECT note, seq, (SELECT title FROM notes) FROM snapshots ORDER BY seq"))


async def snapshots(engine: Engine) -> list[tuple[object, ...]]:
    """The snapshots on disk, once there are some."""
    async with asyncio.timeout(10):
        while not (kept := await engine.read(_snapshots)):  # noqa: ASYNC110 - the database tells nobody
            await asyncio.sleep(0.001)
        return kept


async def test_a_note_is_loaded_once_however_many_come_at_the_same_time(engine: Engine) -> None:
    async with Rooms.open(engine) as rooms:

        async def come() -> OpenNote:
            async with rooms.visit(NOTE) as open_note:
                await asyncio.sleep(0)
                return open_note

        assert len(set(await asyncio.gather(*(come() for _ in range(20))))) == 1


async def test_a_note_closes_after_its_last_visitor_with_a_snapshot_and_opens_again(engine: Engine) -> None:
    text = "# Santé\n" + "x" * UPDATES_WORTH_A_SNAPSHOT
    async with Rooms.open(engine, idle_s=0) as rooms:
        async with rooms.visit(NOTE) as first:
            Guest(rooms, first).types_letters(text)
            assert await rooms.markdown(NOTE) == text
        assert [title for _, _, title in await snapshots(engine)] == ["Santé"]
        async with rooms.visit(NOTE) as second:
            assert second is not first
            assert await second.markdown() == text
    assert len(await engine.read(_snapshots)) == 1, "nothing new, no new snapshot"


async def test_a_short_text_is_kept_without_a_snapshot_and_its_title_is_too(engine: Engine) -> None:
    async with Rooms.open(engine) as rooms, rooms.visit(NOTE) as open_note:
        Guest(rooms, open_note).types(first_update("# Santé\n"))
    assert await engine.read(lambda db: list(db.execute("SELECT title FROM notes"))) == [("Santé",)]
    assert await engine.read(_snapshots) == []
    async with Rooms.open(engine) as rooms:
        assert await rooms.markdown(NOTE) == "# Santé\n"


async def test_who_comes_while_a_note_closes_waits_for_its_end(engine: Engine) -> None:
    async with Rooms.open(engine, idle_s=0) as rooms:
        for turn in range(10):
            async with rooms.visit(NOTE) as open_note:
                Guest(rooms, open_note).types(first_update(f"{turn} "))
            await asyncio.sleep(0)
            assert len((await rooms.markdown(NOTE)).split()) == turn + 1


async def test_many_updates_make_a_snapshot_while_people_write(engine: Engine) -> None:
    async with Rooms.open(engine) as rooms, rooms.visit(NOTE) as open_note:
        guest, note = Guest(rooms, open_note), Note()
        for _ in range(UPDATES_A_SNAPSHOT + 10):
            guest.types(note.edit(0, 0, "x"))
        await open_note.settled()
        assert await snapshots(engine)
    async with Rooms.open(engine) as rooms:
        assert await rooms.markdown(NOTE) == "x" * (UPDATES_A_SNAPSHOT + 10)


async def test_a_note_that_no_snapshot_gives_again_stays_open_on_its_journal(engine: Engine) -> None:
    async with Rooms.open(engine) as rooms, rooms.visit(NOTE) as open_note:
        guest, note = Guest(rooms, open_note), Note()
        for update in (*CONTRARY, *(note.edit(0, 0, "x") for _ in range(UPDATES_A_SNAPSHOT))):
            guest.types(update)
        await open_note.close()
        assert list(open_note.room) == [guest.seat]
        text = await rooms.markdown(NOTE)
    assert await engine.read(_snapshots) == []
    async with Rooms.open(engine) as rooms:
        assert await rooms.markdown(NOTE) == text


async def test_a_note_that_is_not_there_is_named(engine: Engine) -> None:
    async with Rooms.open(engine) as rooms:
        with pytest.raises(NoSuchNoteError):
            await rooms.markdown(NoteId("other"))


async def test_a_closed_link_ends_those_who_came_by_it_and_no_others(engine: Engine) -> None:
    async with Rooms.open(engine) as rooms, rooms.visit(NOTE) as open_note:
        anna, bruno = Guest(rooms, open_note, device="anna"), Guest(rooms, open_note, device="bruno")
        assert rooms.guests.links() == {"link of anna", "link of bruno"}
        rooms.guests.close_link(LinkId("link of anna"))
        assert await anna.end() is Close.WITHDRAWN
        assert list(open_note.room) == [bruno.seat]


async def test_an_address_that_is_over_ends_nobody_who_came_by_what_its_link_is_now(engine: Engine) -> None:
    async with Rooms.open(engine) as rooms, rooms.visit(NOTE) as open_note:
        anna = Guest(rooms, open_note, device="anna")
        rooms.guests.close_held(Held(LinkId("link of anna"), 1, 1_000))
        rooms.guests.close_held(Held(LinkId("link of anna"), 0, None))
        assert list(open_note.room) == [anna.seat]
        rooms.guests.close_held(Held(LinkId("link of anna"), 1, None))
        assert await anna.end() is Close.WITHDRAWN


async def test_a_new_name_is_shown_to_the_others(engine: Engine) -> None:
    async with Rooms.open(engine) as rooms, rooms.visit(NOTE) as open_note:
        anna, bruno = Guest(rooms, open_note, device="anna"), Guest(rooms, open_note, device="bruno")
        open_note.receive(anna.seat, frames.awareness(awareness_payload({})))
        rooms.guests.rename(DeviceId("anna"), "Anna Dupré", 3)
        await bruno.line.hears("Anna Dupré".encode())
        assert b'"colour":3' in bruno.line.written


@pytest.mark.sqlite("its file cannot grow")
async def test_a_disk_that_refuses_is_told_and_writing_resumes_without_a_false_word(engine: Engine) -> None:
    async with Rooms.open(engine) as rooms:
        async with rooms.visit(NOTE) as open_note:
            writer, witness = Guest(rooms, open_note), Guest(rooms, open_note, device="bruno")
            with no_file_beyond(0):
                writer.types(first_update("perdu"))
                assert await writer.end() is Close.RELOADING
                assert await witness.end() is Close.RELOADING
            assert b"\x04\x01" not in writer.line.written
            assert b"perdu" not in witness.line.written
        assert not takes_writes(rooms)
        async with rooms.visit(NOTE) as again:
            assert again is not open_note
            held = Guest(rooms, again)
            held.types(first_update("retenu"))
            assert await held.end() is Close.RELOADING, "once the disk takes writes, to bring what was held"
            assert takes_writes(rooms)
            assert b'{"event":"disk","writable":true}' in held.line.written
            back = Guest(rooms, again)
            back.types(first_update("gardé"))
            await again.settled()
        assert await rooms.markdown(NOTE) == "gardé"


async def test_the_end_of_the_server_puts_all_on_disk_and_asks_everybody_back(engine: Engine) -> None:
    async with Rooms.open(engine) as rooms, rooms.visit(NOTE) as open_note:
        guest = Guest(rooms, open_note)
        guest.types_letters("x" * UPDATES_WORTH_A_SNAPSHOT)
        rooms.guests.say_goodbye()
        assert await guest.end() is Close.GOING_AWAY
    stored = await engine.read(lambda db: journal.load(db, NOTE))
    assert stored is not None
    assert stored.snapshot is not None
    assert stored.updates == []


async def test_who_is_silent_for_long_hears_something(engine: Engine) -> None:
    async with Rooms.open(engine, reminder_s=0.01) as rooms, rooms.visit(NOTE) as open_note:
        guest = Guest(rooms, open_note)
        guest.seat.speaks_ours = False
        await guest.line.hears(b"\x82\x03\x01\x01\x00")
