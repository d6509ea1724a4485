"""What is planned while people type on, and follows them, is what one plan at the end would be."""

import asyncio
import os
import random
import signal
from contextlib import suppress
from dataclasses import replace
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from crdt.compaction import load
from crdt.erasing import find
from crdt.note import Note, first_update
from server.history.planning import ErasureRequest, Failed, Planner, from_line, to_line
from server.http.keys import ENGINE
from server.ids import NoteId, VisitorId
from server.storage import Db, journal
from server.storage.erasures import Rewritten
from server.storage.journal import RawRow, Written
from tests.conftest import Client
from tests.crdt.histories import random_history
from tests.processes import family
from tests.server.history.erasing import erase
from tests.server.live.editors import Editor, join
from tests.server.visitors.pairs import joined
from tests.server.visitors.thieves import addresses, press
from tests.server.visits import Made, make, visit

WORDS = "abab"
PIECES = ("a", "b", "ab", "abab", "xababy", "é😀")


def row_of(seq: int, *updates: bytes) -> RawRow:
    return seq, journal.to_row([Written(VisitorId("v"), 1, update) for update in updates])


def rows_of(updates: list[bytes], chance: random.Random) -> list[RawRow]:
    rows: list[RawRow] = []
    left = list(updates)
    while left:
        many = chance.randint(1, 3)
        rows.append(row_of(len(rows) + 1, *left[:many]))
        left = left[many:]
    return rows


def updates_after(rows: list[RawRow], planned: Rewritten) -> list[bytes]:
    return [update for _, row in sorted((dict(rows) | dict(planned.rows)).items()) for update in _read(row)]


def _read(row: bytes) -> list[bytes]:
    return [entry.update for entry in journal.read_row(row)]


@settings(max_examples=60)
@given(st.randoms(use_true_random=False), st.integers(1, 3), st.integers(1, 40))
def test_a_plan_that_follows_leaves_no_word_and_every_letter_else(
    chance: random.Random, writers: int, turns: int
) -> None:
    updates = [first_update("x abab y"), *random_history(chance, writers=writers, turns=turns, texts=PIECES)]
    rows = rows_of(updates, chance)
    cut = chance.randint(1, len(rows))
    planner = Planner(ErasureRequest(words=WORDS))
    planner.add(rows[:cut], set())
    assert isinstance(planner.plan(), Rewritten)
    at = cut
    while at < len(rows):
        more = chance.randint(1, 5)
        planner.add(rows[at : at + more], set())
        at += more
        planned = planner.plan()
    planned = from_line(to_line(planner.plan()))
    assert isinstance(planned, Rewritten)
    after = updates_after(rows, planned)
    assert find(after, WORDS)[0] == []
    assert Note(after).clocks() == Note(updates).clocks()
    # As it is loaded: the snapshot, and the rows behind it.
    behind = [row for row in rows if row[0] > planned.snapshot_seq]
    loaded, _ = load(planned.snapshot, updates_after(behind, planned) if behind else [])
    assert loaded.markdown() == Note(after).markdown()


def test_words_that_are_typed_again_meanwhile_go_too() -> None:
    note = Note()
    planner = Planner(ErasureRequest(words=WORDS))
    planner.add([row_of(1, note.edit(0, 0, "x abab y"))], set())
    assert isinstance(planner.plan(), Rewritten)
    planner.add([row_of(2, note.edit(0, 0, "ab")), row_of(3, note.edit(2, 2, "ab"))], set())
    planned = planner.plan()
    assert isinstance(planned, Rewritten)
    assert (planned.live, [seq for seq, _ in planned.rows]) == (2, [1, 2, 3])


def test_versions_that_are_kept_meanwhile_are_known() -> None:
    note = Note()
    planner = Planner(ErasureRequest(words=WORDS))
    planner.add([row_of(1, note.edit(0, 0, "x abab y"))], {"x abab y"})
    planner.plan()
    planner.add([row_of(2, note.edit(0, 0, "Un "))], {"x abab y", "Un x abab y"})
    planned = planner.plan()
    assert isinstance(planned, Rewritten)
    assert [planned.purge(text) for text in ("x abab y", "Un x abab y")] == ["x  y", "Un x  y"]


def test_a_note_without_the_words_or_with_broken_rows_has_no_plan() -> None:
    planner = Planner(ErasureRequest(words=WORDS))
    planner.add([row_of(1, first_update("x"))], set())
    assert planner.plan() == from_line(to_line(Failed())) == Failed()
    planner.add([(2, b"\xff")], set())
    assert planner.plan() == Failed("the bytes of row 2 are broken")


async def grow_long(client: Client, made: Made, rows: int) -> None:
    """Append so many rows to the journal, of a writer without a connection."""
    stored = await client.app[ENGINE].read(partial(journal.load, note=NoteId(made.id)))
    assert stored is not None
    note = Note(stored.updates)

    def write(db: Db) -> None:
        for seq in range(stored.seq + 1, stored.seq + 1 + rows):
            update = note.edit(0, 0, f"{seq} ")
            journal.append(db, NoteId(made.id), seq, [Written(VisitorId("v"), 1, update)])

    await client.app[ENGINE].write(write)


async def type_until_closed(editor: Editor) -> int:
    """How many letters were saved."""
    typed = 0
    with suppress(ConnectionError):
        while True:
            await editor.type("z")
            await editor.until(lambda: editor.acknowledged == editor.sent)
            typed += 1
    return typed


async def test_a_long_note_is_planned_in_a_process_of_its_own_while_people_type(client: Client) -> None:
    made = await make(client, markdown="Le code est Zx9!Ka-7Q.\n")
    await grow_long(client, made, 1500)
    anna = await join(client, made.edit_token)
    await anna.until(lambda: anna.is_saved)
    erasing = asyncio.create_task(erase(client, made, text="Zx9!Ka-7Q"))
    typed = await type_until_closed(anna)
    status, _ = await erasing
    assert (status, typed > 0) == (201, True)
    text = await (await client.get(f"{made.edit}/note.md")).text()
    assert ("Zx9" in text, text.startswith("1501 1500 "), typed <= text.count("z") <= typed + 1) == (
        False,
        True,
        True,
    )


async def test_a_theft_that_is_declared_while_an_erasure_is_planned_stops_it(client: Client) -> None:
    laptop = await visit(client)
    made = await make(client, headers=laptop, markdown="Le code est Zx9!Ka-7Q.\n")
    await grow_long(client, made, 600)
    phone = await joined(client, laptop)
    before = set(family(os.getpid()))
    erasing = asyncio.create_task(erase(client, replace(made, cookie=phone), text="Zx9!Ka-7Q"))
    async with asyncio.timeout(60):
        while not (planners := set(family(os.getpid())) - before):
            assert not erasing.done()
            await asyncio.sleep(0.001)
    for planner in planners:
        os.kill(planner, signal.SIGSTOP)
    try:
        await press(client, laptop)
    finally:
        for planner in planners:
            os.kill(planner, signal.SIGCONT)
    status, told = await erasing
    assert (status, "frozen" in str(told)) == (409, True), told
    (home,) = await addresses(client, laptop)
    assert "Zx9!Ka-7Q" in await (await client.get(f"{home}/note.md", headers=laptop)).text()
