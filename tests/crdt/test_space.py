"""A note that may grow to a limit: what fits, what does not, and what makes room."""

import time

from hypothesis import given
from hypothesis import strategies as st

from crdt.inspector import Edit, Inspector
from crdt.note import Note
from crdt.room import Room
from crdt.seat import Close
from crdt.space import FullError, Space
from tests.crdt.writers import Writer, commit, text_of

LIMIT = 10


def a_small_room(limit: int = LIMIT) -> Room:
    return Room(Note(), Inspector(), {}, pack=bytes, stirred=lambda: None, clock=time.monotonic, limit=limit)


def full(limit: int) -> bytes:
    return b'{"event":"note-full","limit":%d}' % limit


def told(writer: Writer) -> list[bytes]:
    """The words of each event heard."""
    return [message for message in writer.memory.heard if message[0] == 5]


def test_what_does_not_fit_is_not_applied_is_told_and_is_never_called_saved() -> None:
    room = a_small_room()
    anna, bruno = Writer(room, "anna"), Writer(room, "bruno")
    anna.sends(anna.writes("12345678"))
    assert commit(room) == 1
    anna.sends(anna.writes("é é"))
    assert commit(room) == 0
    assert [message[2:] for message in told(anna)] == [full(LIMIT)]
    assert (text_of(bruno), anna.acknowledged, anna.memory.closed) == ("12345678", [1], None)
    bruno.sends_step_2()
    bruno.sends(bruno.writes("é"))
    assert commit(room) == 1
    assert room.note.markdown() == "12345678é", "for somebody else there is room to the last byte"


def test_what_is_typed_in_a_full_note_is_left_alone_and_deletions_pass() -> None:
    room = a_small_room()
    anna, bruno = Writer(room, "anna"), Writer(room, "bruno")
    anna.sends(anna.writes("1234567890"))
    commit(room)
    heard = len(anna.memory.heard)
    for letter in "abcdefghijkl":
        anna.sends(anna.writes(letter))
    assert len(anna.memory.heard) == heard + 1, "told once, and asked nothing"
    anna.sends(anna.erases(0, 3))
    assert commit(room) == 1
    assert (text_of(bruno), anna.acknowledged, anna.memory.closed) == ("4567890", [1], None)
    # What is written since the first refusal comes with the next connection, once it fits.
    again = Writer(room, "again", owner="d:anna")
    again.doc, again.text = anna.doc, anna.text
    again.sends_step_2(anna.doc.get_update(room.note.state_vector()))
    assert commit(room) == 0
    again.sends(again.erases(3, 12))
    commit(room)
    third = Writer(room, "third", owner="d:anna")
    third.sends_step_2(anna.doc.get_update(room.note.state_vector()))
    commit(room)
    assert (third.acknowledged, told(third)) == ([1], [])
    assert text_of(bruno) == room.note.markdown() == str(anna.text) == "456fghijkl"


def test_a_stock_client_is_closed_with_a_code_after_which_it_stays_away() -> None:
    room = a_small_room()
    stock = Writer(room, speaks_ours=False)
    stock.sends(stock.writes("x" * 11))
    assert (stock.memory.closed, Close.NOTE_FULL.code) == (Close.NOTE_FULL, 4413)
    assert stock.memory.detail == "a note holds at most 10 bytes"
    assert room.note.markdown() == ""


def test_a_selection_is_replaced_by_what_is_not_longer() -> None:
    room = a_small_room()
    anna = Writer(room, "anna")
    anna.sends(anna.writes("1234567890"))
    before = anna.doc.get_state()
    with anna.doc.transaction():
        del anna.text[0:10]
        anna.text.insert(0, "0987654321")
    anna.sends(anna.doc.get_update(before))
    commit(room)
    assert (room.note.markdown(), told(anna)) == ("0987654321", [])


def test_what_was_typed_and_taken_back_offline_takes_no_room() -> None:
    room = a_small_room()
    anna = Writer(room, "anna")
    for _ in range(20):
        anna.writes("x" * 9)
        anna.erases(0, 9)
    anna.writes("y" * 10)
    anna.sends_step_2(anna.doc.get_update(room.note.state_vector()))
    commit(room)
    assert (room.note.markdown(), anna.acknowledged) == ("y" * 10, [1])


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9), st.text(alphabet="aé😀—", max_size=6))))
def test_a_text_never_grows_beyond_its_limit_and_always_up_to_it(edits: list[tuple[int, int, str]]) -> None:
    live, inspector = Note(), Inspector()
    space = Space(live, inspector, 24)
    ahead = Note()
    for at, many, text in edits:
        now = ahead.markdown()
        start = min(at, len(now))
        update = ahead.edit(start, min(start + many, len(now)), text)
        outcome = inspector.inspect(update)
        if not isinstance(outcome, Edit):
            continue
        taken = now[start : start + many]
        try:
            space.make(outcome)
        except FullError:
            assert live.size() + len(text.encode()) - len(taken) > 24
            ahead = Note([live.update_since()])
            continue
        live.apply(outcome.content)
        inspector.learn(outcome)
        assert live.size() <= 24 + len(taken.encode())
