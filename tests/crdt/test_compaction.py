"""Snapshots that count and snapshots that do not."""

from dataclasses import replace

import pytest

from crdt.compaction import LoadError, load, snapshot, verify
from crdt.inspector import Nothing
from crdt.note import Note, first_update
from tests.faults.grammar import CONTRARY


def test_a_snapshot_and_what_follows_make_the_note() -> None:
    note = Note()
    updates = [note.edit(0, 0, "Bonjour 😀"), note.edit(0, 3, "")]
    taken = snapshot(*load(None, updates))
    verify(taken)
    later = note.edit(0, 0, "Re")
    again, inspector = load(taken, [later])
    assert again.markdown() == note.markdown() == "Rejour 😀"
    assert isinstance(inspector.inspect(note.update_since()), Nothing)


def test_rows_that_a_snapshot_holds_already_change_nothing() -> None:
    first = first_update("Bonjour")
    taken = snapshot(*load(None, [first]))
    assert load(taken, [first])[0].markdown() == "Bonjour"


def test_a_snapshot_of_another_text_does_not_count() -> None:
    taken = snapshot(*load(None, [first_update("Bonjour")]))
    other = snapshot(*load(None, [first_update("Bonsoir")]))
    for wrong in (replace(taken, state=other.state), replace(taken, text_hash=b"")):
        with pytest.raises(LoadError, match="does not give the text"):
            verify(wrong)
    with pytest.raises(LoadError, match="do not know the same blocks"):
        verify(replace(taken, inspector=other.inspector))


def test_rows_with_a_hole_are_no_note() -> None:
    note = Note()
    note.edit(0, 0, "a")
    second = note.edit(1, 1, "b")
    with pytest.raises(LoadError, match="gap"):
        load(None, [second])
    with pytest.raises(LoadError, match="not sound"):
        load(None, [b"\x01\x01\x01\x00\x00\x00\x00"])


def test_rows_are_read_as_they_were_written_even_where_their_origins_are_nonsense() -> None:
    live = Note()
    for update in CONTRARY:
        live.apply(update)
    assert Note(CONTRARY).markdown() != live.markdown(), "this is such nonsense"
    assert load(None, CONTRARY)[0].markdown() == live.markdown()
