"""A note as it takes in what people write, long and contradictory updates among it."""

import time
from dataclasses import replace

import pytest

from crdt import frames
from crdt.compaction import load
from crdt.inspector import Edit, Inspector, Outcome
from crdt.manuscript import Manuscript
from crdt.note import ApplyError, Note
from crdt.roles import Role
from crdt.room import Room
from crdt.seat import Close
from tests.crdt.writers import Writer, a_room, commit, text_of
from tests.yjs import STRING, block, update


def test_blocks_that_wait_for_each_other_in_a_ring_never_reach_the_journal() -> None:
    room = a_room()
    mallory = Writer(room, "mallory")
    ring = b"\x02\x01\x01\x00\x84\x02\x00\x01x\x01\x02\x00\x84\x01\x00\x01y\x00"
    try:
        mallory.sends(ring)
    except Exception as error:  # noqa: BLE001 - whichever it is, the room is dropped
        assert "wait for each other" in str(error)  # noqa: PT017
    assert room.take() is None


def test_people_who_were_offline_together_bring_it_all_in_one_update() -> None:
    """Two tabs of one browser build on each other at every keystroke; one of them has the network first."""
    docs = [Note(), Note()]
    for turn in range(150):
        docs[turn % 2].edit(0, 0, "abc")
        docs[1 - turn % 2].apply(docs[turn % 2].update_since(docs[1 - turn % 2].state_vector()))
        docs[turn % 2].edit(2, 3, "😀")
        docs[1 - turn % 2].apply(docs[turn % 2].update_since(docs[1 - turn % 2].state_vector()))
    room = a_room()
    anna, carla = Writer(room, "anna"), Writer(room, "carla")
    anna.sends_step_2(docs[0].update_since())
    assert anna.memory.closed is None, anna.memory.detail
    assert commit(room) > 2
    assert text_of(carla) == room.note.markdown() == docs[0].markdown()
    assert room.inspector.clocks == docs[0].clocks()
    anna.sends_step_2(docs[0].update_since())
    assert commit(room) == 0, "all of it is known, the deletions too"


class Counting(Inspector):
    """Counts its looks at slices."""

    looks = 0

    def inspect(self, update: bytes, **most: int) -> Outcome:
        self.looks += 1
        return super().inspect(update, **most)


@pytest.mark.parametrize("is_rising", [True, False])
def test_pages_that_were_loaded_one_after_the_other_without_a_network_cost_a_look_each(
    *, is_rising: bool
) -> None:
    """Each has a client id of its own and builds on the one before; Yjs writes the largest id first."""
    pages, letters = 400, 10
    ids = [1000 + number for number in range(pages)]
    ids = ids if is_rising else ids[::-1]
    sections = []
    for number, client in enumerate(ids):
        first = (ids[number - 1], letters - 1) if number else None
        blocks = [block(STRING, "x", (client, n - 1) if n else first) for n in range(letters)]
        sections.append((client, 0, blocks))
    inspector = Counting()
    room = Room(Note(), inspector, {}, pack=bytes, stirred=lambda: None, clock=time.thread_time)
    anna = Writer(room, "anna")
    anna.sends_step_2(update(sorted(sections, reverse=True)))
    assert anna.memory.closed is None, anna.memory.detail
    assert len(room.note.markdown()) == pages * letters
    assert inspector.looks < 3 * pages


def test_an_update_that_costs_too_much_is_stopped_and_what_is_in_the_note_is_in_the_journal() -> None:
    hours = iter(range(1000))
    room = Room(Note(), Inspector(), {}, pack=bytes, stirred=lambda: None, clock=lambda: next(hours) / 4)
    mallory, carla = Writer(room, "mallory"), Writer(room, "carla")
    letters = [block(STRING, "x", (9, n - 1) if n else None) for n in range(2000)]
    mallory.sends(update([(9, 0, letters)]))
    assert (mallory.memory.closed, mallory.memory.detail) == (
        Close.REFUSED,
        "an update that takes longer than 1.0 s",
    )
    batch = room.take()
    assert batch is not None
    room.committed(batch)
    note, inspector = load(None, (entry.update for entry in batch.entries))
    assert 0 < len(note.markdown()) < 2000
    assert note.markdown() == text_of(carla) == room.note.markdown()
    assert inspector.to_bytes() == room.inspector.to_bytes()


def test_a_long_ring_of_blocks_is_refused_before_anything_waits() -> None:
    room = a_room()
    mallory, carla = Writer(room, "mallory"), Writer(room, "carla")
    ring = [(9, 0, [block(STRING, "x", (8, 0))] * 99), (8, 0, [block(STRING, "y", (9, 0))] * 99)]
    mallory.sends(update(ring))
    assert mallory.memory.detail == "blocks that wait for each other"
    carla.sends(carla.writes("Bonjour"))
    assert commit(room) == 1
    assert room.note.markdown() == "Bonjour"


def test_others_write_between_the_slices_of_a_long_update_and_the_journal_keeps_the_order() -> None:
    room = a_room()
    anna, carla = Writer(room, "anna"), Writer(room, "carla")
    letters = [block(STRING, "x", (9, n - 1) if n else None) for n in range(1000)]
    long = frames.update(update([(9, 0, letters)], {9: [(2 * n, 1) for n in range(500)]}))
    journal: list[bytes] = []
    pauses = 0
    for pauses, _ in enumerate(room.receiving(anna.seat, long), 1):
        carla.merges()
        carla.sends(carla.writes("o"))
        if pauses % 2:
            batch = room.take()
            assert batch is not None
            room.committed(batch)
            journal += [entry.update for entry in batch.entries]
        assert anna.acknowledged == [], "no part of it counts as the whole"
    assert pauses > 8
    batch = room.take()
    assert batch is not None
    room.committed(batch)
    journal += [entry.update for entry in batch.entries]
    assert anna.acknowledged == [1]
    assert room.note.markdown() == text_of(carla)
    assert (room.note.markdown().count("x"), room.note.markdown().count("o")) == (500, pauses)
    note, inspector = load(None, journal)
    assert note.markdown() == room.note.markdown()
    assert inspector.to_bytes() == room.inspector.to_bytes()


def test_who_leaves_or_loses_the_right_between_two_slices_writes_no_more() -> None:
    letters = [block(STRING, "x", (9, n - 1) if n else None) for n in range(1000)]
    long = frames.update(update([(9, 0, letters)]))
    for loses in (lambda writer: writer.room.leave(writer.seat), _becomes_reader):
        room = a_room()
        anna = Writer(room, "anna")
        work = room.receiving(anna.seat, long)
        while not room.note.markdown():
            next(work)
        loses(anna)
        for _ in work:
            pass
        commit(room)
        assert 0 < len(room.note.markdown()) < 1000
        assert anna.acknowledged in ([], [0])


def _becomes_reader(writer: Writer) -> None:
    writer.seat.role = Role.READ


def test_somebody_else_who_takes_a_client_id_between_two_slices_keeps_it() -> None:
    room = a_room()
    anna, bruno = Writer(room, "anna"), Writer(room, "bruno")
    letters = [block(STRING, "x", (9, n - 1) if n else None) for n in range(200)]
    work = room.receiving(anna.seat, frames.update(update([(9, 0, letters), (8, 0, letters_of(8))])))
    next(work)
    bruno.sends(update([(8, 0, [block(STRING, "b")])]))
    for _ in work:
        pass
    assert anna.memory.closed is Close.REFUSED
    commit(room)
    assert room.note.markdown().count("b") == 1


def letters_of(client: int) -> list[bytes]:
    return [block(STRING, "y", (client, n - 1) if n else None) for n in range(200)]


def test_what_one_person_types_while_a_commit_runs_becomes_one_entry_with_the_same_words() -> None:
    room = a_room()
    anna, bruno, carla = (Writer(room, name) for name in ("anna", "bruno", "carla"))
    anna.sends(anna.writes("B"))
    bruno.sends(bruno.writes("."))
    batch = room.take()
    assert batch is not None
    for letter in "onjour":
        anna.sends(anna.writes(letter))
        bruno.sends(bruno.writes("."))
    room.committed(batch)
    assert commit(room) == 2
    assert (anna.acknowledged, bruno.acknowledged) == ([1, 7], [1, 7])
    assert text_of(carla) == text_of(anna) == text_of(bruno) == room.note.markdown()
    assert sorted(room.note.markdown()) == sorted("Bonjour.......")
    assert room.inspector.clocks == room.note.clocks()


def test_a_reader_in_between_sees_all_that_was_typed_and_typing_goes_on() -> None:
    room = a_room()
    anna, carla = Writer(room, "anna"), Writer(room, "carla")
    for letter in "Bon":
        anna.sends(anna.writes(letter))
    assert room.note.markdown() == "Bon"
    for letter in "jour":
        anna.sends(anna.writes(letter))
    assert room.note.markdown() == "Bonjour"
    commit(room)
    assert text_of(carla) == "Bonjour"


def test_somebody_who_types_in_two_tabs_under_one_client_id_is_read_again() -> None:
    room = a_room()
    first, second, carla = Writer(room, "anna"), Writer(room, "anna"), Writer(room, "carla")
    one, two, three = (first.writes(letter) for letter in "abc")
    first.sends(one)
    second.sends(two)
    first.sends(two)
    first.sends(three)
    second.sends(three)
    commit(room)
    assert (first.acknowledged, second.acknowledged) == ([3], [2])
    assert text_of(carla) == room.note.markdown() == "abc"


def test_who_may_not_write_any_more_does_not_type_on() -> None:
    room = a_room()
    anna = Writer(room, "anna")
    anna.sends(anna.writes("a"))
    commit(room)
    anna.seat.role = Role.READ
    anna.sends(anna.writes("b"))
    anna.seat.role, room.is_writable = Role.EDIT, False
    anna.sends(anna.writes("c"))
    assert (room.take(), room.note.markdown()) == (None, "a")
    assert anna.heard(b"\x02") == [frames.permission_denied()]


def test_the_author_of_an_update_that_the_document_does_not_take_is_known_and_nothing_is_kept() -> None:
    manuscript = Manuscript(Note(), Inspector(), {}, clock=time.monotonic)
    anna, mallory = (Writer(a_room(), name).seat for name in ("anna", "mallory"))
    edit = Inspector().inspect(update([(9, 0, [block(STRING, "Bonjour")])]))
    assert isinstance(edit, Edit)
    manuscript.write(anna, edit)
    assert manuscript.note.markdown() == "Bonjour"
    with pytest.raises(ApplyError):
        manuscript.write(mallory, replace(edit, content=b"\x01"))
    assert manuscript.refused is mallory
    assert len(manuscript.take()[0]) == 1
