"""Open notes when something fails, or happens at the same moment: each has one owner, who tells no lie."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from crdt.compaction import UPDATES_WORTH_A_SNAPSHOT, LoadError
from crdt.note import first_update
from crdt.seat import Close
from server.live.open_note import OpenNote
from server.live.rooms import Rooms
from server.storage import Db, Engine, journal
from tests.full_disk import no_file_beyond
from tests.server.live.guests import NOTE, Guest, takes_writes
from tests.server.storage.rows import Panic


async def test_who_waits_for_the_first_loading_beside_who_works_alone_comes_in_afterwards(
    engine: Engine,
) -> None:
    async with Rooms.open(engine) as rooms:
        is_done = False

        async def work() -> None:
            nonlocal is_done
            await asyncio.sleep(0.01)
            is_done = True

        async def come() -> None:
            async with rooms.visit(NOTE) as open_note:
                assert is_done
                Guest(rooms, open_note).types(first_update("a"))
                await open_note.settled()

        alone = asyncio.create_task(rooms.alone(NOTE, work, why=Close.OTHER_EPOCH, detail=""))
        await asyncio.sleep(0)
        async with asyncio.timeout(10):
            await asyncio.gather(alone, *(come() for _ in range(5)))
        assert await rooms.markdown(NOTE) == "a" * 5


@pytest.mark.sqlite("its file cannot grow")
async def test_a_note_whose_last_commit_is_refused_while_it_closes_has_one_owner_afterwards(
    engine: Engine,
) -> None:
    owners: list[OpenNote] = []

    async def come(rooms: Rooms) -> None:
        async with rooms.visit(NOTE) as open_note:
            owners.append(open_note)
            await gate.wait()

    for _ in range(5):
        owners.clear()
        gate = asyncio.Event()
        async with Rooms.open(engine, idle_s=0) as rooms:
            with no_file_beyond(0):
                async with rooms.visit(NOTE) as first:
                    Guest(rooms, first).types(first_update("perdu"))
                for _ in range(3):  # it begins to close
                    await asyncio.sleep(0)
                coming = []
                while not owners:
                    coming.append(asyncio.create_task(come(rooms)))
                    await asyncio.sleep(0)
            coming += [asyncio.create_task(come(rooms)) for _ in range(20)]
            await asyncio.sleep(0.01)
            assert len(owners) == len(coming)
            assert len(set(owners)) == 1
            assert first not in owners
            gate.set()
            await asyncio.gather(*coming)


async def test_a_panic_while_a_commit_is_shown_has_everybody_load_the_note_anew(engine: Engine) -> None:
    loop = asyncio.get_running_loop()
    faults: list[object] = []
    loop.set_exception_handler(lambda _, context: faults.append(context["exception"]))
    async with Rooms.open(engine) as rooms:
        async with rooms.visit(NOTE) as open_note:
            author = Guest(rooms, open_note)
            broken, last = Guest(rooms, open_note, device="bruno"), Guest(rooms, open_note, device="carla")

            def panic(_: bytes | bytearray | memoryview) -> None:
                raise Panic

            broken.line.write = panic  # type: ignore[method-assign, assignment]
            author.types(first_update("a"))
            for guest in (author, last):
                assert await guest.end() is Close.RELOADING
        assert [type(fault) for fault in faults] == [Panic]
        assert await rooms.markdown(NOTE) == "a", "it was on disk"


@pytest.mark.parametrize("part", ["state", "inspector", "text_hash"])
async def test_a_snapshot_that_does_not_give_its_text_is_put_aside_for_the_journal(
    engine: Engine, part: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Its checksum is right: as after another version of the library."""
    text = "# Santé\n" + "x" * UPDATES_WORTH_A_SNAPSHOT
    async with Rooms.open(engine) as rooms, rooms.visit(NOTE) as open_note:
        Guest(rooms, open_note).types_letters(text)

    def spoil(db: Db) -> None:
        ((seq, at, good),) = journal.snapshots(db, NOTE)
        journal.add_snapshot(db, NOTE, seq, at, replace(good, **{part: getattr(good, part)[:-1] + b"\xff"}))

    await engine.write(spoil)
    async with Rooms.open(engine) as rooms:
        assert await rooms.markdown(NOTE) == text
        async with rooms.visit(NOTE) as open_note:
            Guest(rooms, open_note).types(first_update("Après. "))
        after = await rooms.markdown(NOTE)
        assert sorted(after) == sorted(text + "Après. ")
    assert [line.getMessage() for line in caplog.records if "put aside" in line.getMessage()]
    async with Rooms.open(engine) as rooms:
        assert await rooms.markdown(NOTE) == after
    assert len([line for line in caplog.records if "put aside" in line.getMessage()]) == 1


async def test_a_sound_snapshot_is_not_put_aside_for_what_is_broken_behind_it(engine: Engine) -> None:
    async with Rooms.open(engine) as rooms, rooms.visit(NOTE) as open_note:
        Guest(rooms, open_note).types_letters("x" * UPDATES_WORTH_A_SNAPSHOT)

    def spoil(db: Db) -> None:
        db.execute("INSERT INTO journal VALUES (?, 1000, 1, ?)", (NOTE, b"\xff"))

    await engine.write(spoil)
    async with Rooms.open(engine) as rooms:
        with pytest.raises(LoadError):
            await rooms.markdown(NOTE)
    assert len(await engine.read(lambda db: list(journal.snapshots(db, NOTE)))) == 1


async def test_whatever_refuses_a_write_the_notes_are_writable_again_once_it_takes_one(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusals = iter([LookupError(), Panic()])

    async with Rooms.open(engine) as rooms:

        async def refuse(work: object) -> None:
            if (error := next(refusals, None)) is not None:
                raise LookupError from error
            await write(work)  # type: ignore[arg-type]

        write = engine.write
        monkeypatch.setattr(engine, "write", refuse)
        monkeypatch.setattr("server.live.disk.RETRY_S", 0.001)
        rooms.disk.trouble()
        assert not takes_writes(rooms)
        async with asyncio.timeout(10):
            while not takes_writes(rooms):  # noqa: ASYNC110 - it tells only those who are there
                await asyncio.sleep(0.001)
