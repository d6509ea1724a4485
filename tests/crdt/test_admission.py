"""Which copies join a note that was restored: what was there before does not come back by them."""

import time

import pytest
from pycrdt import Doc, Text

from crdt import frames
from crdt.admission import Loss
from crdt.inspector import Edit, Inspector
from crdt.note import Note
from crdt.room import Room
from crdt.seat import Close
from tests.crdt.writers import Writer, commit, text_of

BASE = Note(client=7).edit(0, 0, "La base. ")
OWNERS = {7: "d:claire"}


def a_restored_room() -> Room:
    """A note that was restored: client 7 of Claire's device has written before that."""
    note, inspector = Note([BASE]), Inspector()
    outcome = inspector.inspect(BASE)
    assert isinstance(outcome, Edit)
    inspector.learn(outcome)
    return Room(
        note,
        inspector,
        OWNERS,
        pack=lambda message: message,
        stirred=lambda: None,
        clock=time.monotonic,
        loss=Loss({7}),
    )


def stock(room: Room, name: str, *updates: bytes, client: int | None = None) -> Writer:
    """A program that does not name its epoch, with a copy of these updates."""
    writer = Writer(room, name, speaks_ours=False)
    room.leave(writer.seat)
    writer.seat.names_epoch = False
    writer.doc = Doc(client_id=client)
    writer.text = writer.doc.get("body", type=Text)
    for update in updates:
        writer.doc.apply_update(update)
    room.join(writer.seat)
    return writer


def comes(writer: Writer) -> Close | None:
    """As providers begin: they ask, then answer the server's step 1 with all that it lacks."""
    writer.asks()
    writer.sends_step_2(writer.doc.get_update(writer.room.note.state_vector()))
    commit(writer.room)
    return writer.memory.closed


def test_an_empty_copy_joins_and_writes() -> None:
    writer = stock(a_restored_room(), "anna")
    assert comes(writer) is None
    assert text_of(writer) == "La base. "
    writer.sends(writer.writes("Neuf."))
    commit(writer.room)
    assert writer.room.note.markdown() == "La base. Neuf."


def test_a_copy_that_is_known_whole_joins_and_writes_under_its_old_id() -> None:
    writer = stock(a_restored_room(), "claire", BASE, client=7)
    assert comes(writer) is None
    writer.sends(writer.writes("Neuf."))
    assert list(writer.room.take().claims) == [7]  # type: ignore[union-attr]
    assert writer.room.note.markdown() == "La base. Neuf."


@pytest.mark.parametrize("client", [7, 8], ids=["its own old id", "an id that nobody knows"])
def test_a_copy_with_words_that_the_note_lacks_is_sent_away(client: int) -> None:
    room = a_restored_room()
    writer = stock(room, "claire", BASE, client=client)
    writer.text += "Perdu."
    assert comes(writer) is Close.OTHER_EPOCH
    assert room.note.markdown() == "La base. "


def test_a_copy_that_deletes_what_the_note_has_again_is_sent_away() -> None:
    room = a_restored_room()
    writer = stock(room, "anna", BASE)
    del writer.text[0:3]
    assert comes(writer) is Close.OTHER_EPOCH
    assert room.note.markdown() == "La base. "


def test_a_copy_on_trial_hears_no_text_so_that_it_cannot_pass_for_another_one_later() -> None:
    room = a_restored_room()
    anna, old = stock(room, "anna"), stock(room, "old", BASE)
    assert comes(anna) is None
    del old.text[0:3]
    old.asks()
    anna.sends(anna.writes("Neuf."))
    commit(room)
    assert [message for message in old.memory.heard if message[:2] in (b"\x00\x01", b"\x00\x02")] == []
    good = stock(room, "good", BASE)
    good.asks()
    good.sends_step_2()
    assert text_of(good) == "La base. Neuf."


def test_what_is_typed_on_trial_is_not_taken_and_not_acknowledged() -> None:
    room = a_restored_room()
    writer = stock(room, "anna", BASE)
    writer.seat.speaks_ours = True
    writer.asks()
    writer.sends(writer.writes("Trop tôt."))
    commit(room)
    assert (room.note.markdown(), writer.acknowledged, writer.memory.closed) == ("La base. ", [], None)
    writer.sends_step_2(writer.doc.get_update(room.note.state_vector()))
    assert writer.memory.closed is Close.OTHER_EPOCH


def test_a_long_step_2_is_judged_as_a_short_one() -> None:
    for lacks in (True, False):
        room = a_restored_room()
        writer = stock(room, "anna", BASE)
        if lacks:
            writer.text += "Perdu."
        for _ in room.receiving(writer.seat, frames.step_2(writer.doc.get_update())):
            pass
        assert (writer.memory.closed is Close.OTHER_EPOCH) is lacks
        assert room.note.markdown() == "La base. "


def test_who_has_written_since_comes_back_with_all_that_was_written_without_a_network() -> None:
    room = a_restored_room()
    writer = stock(room, "anna")
    comes(writer)
    writer.merges()
    writer.sends(writer.writes("Neuf."))
    commit(room)
    room.leave(writer.seat)
    writer.text += " Sans réseau."
    del writer.text[0:3]
    back = stock(room, "anna", writer.doc.get_update())
    assert comes(back) is None
    assert room.note.markdown() == "base. Neuf. Sans réseau."


def test_who_names_the_epoch_is_not_on_trial() -> None:
    room = a_restored_room()
    writer = stock(room, "anna", BASE)
    room.leave(writer.seat)
    writer.seat.names_epoch = True
    room.join(writer.seat)
    del writer.text[0:3]
    assert comes(writer) is None
    assert room.note.markdown() == "base. "
