"""Snapshots that count and snapshots that do not."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crdt.compaction import (
    UPDATES_A_LONG_SNAPSHOT,
    UPDATES_A_SNAPSHOT,
    LoadError,
    load,
    snapshot,
    updates_until_next,
    verify,
)
from crdt.inspector import Edit, Inspector, Nothing, RefusedError
from crdt.note import ApplyError, Note, first_update
from tests.yjs import CONTRARY, STRING, Nonsense, Place, block, update


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
    for contrary in CONTRARY:
        live.apply(contrary)
    assert Note(CONTRARY).markdown() != live.markdown(), "this is such nonsense"
    assert load(None, CONTRARY)[0].markdown() == live.markdown()


@given(st.integers(0, 1 << 32))
def test_joining_what_is_typed_on_gives_the_note_that_came_letter_by_letter(seed: int) -> None:
    """Two type on at once, among updates that make no sense: origins anywhere, inside their words too."""
    chance, inspector = random.Random(seed), Inspector()
    draws, note, updates = Nonsense(chance), Note(), []
    typists: dict[int, Place | None] = dict.fromkeys((5, 1 << 31))
    for _ in range(80):
        client = chance.choice(list(typists))
        clock = inspector.clock(client)
        if chance.random() < 0.15:
            drawn = draws.draw(inspector.clocks)
        elif clock == 0 or chance.random() < 0.05:
            left, typists[client] = (draws.a_place(inspector.clocks) for _ in range(2))
            drawn = update([(client, clock, [block(STRING, "w", left, typists[client])])])
        else:
            drawn = update([(client, clock, [block(STRING, "xy", (client, clock - 1), typists[client])])])
        try:
            outcome = inspector.inspect(drawn)
            if isinstance(outcome, Edit):
                note.apply(outcome.content)
                inspector.learn(outcome)
                updates.append(outcome.content)
        except (RefusedError, ApplyError):
            continue
    again, learned = load(None, updates)
    assert again.markdown() == note.markdown()
    assert again.clocks() == note.clocks()
    assert learned.to_bytes() == inspector.to_bytes()


def test_a_snapshot_of_a_long_note_is_taken_less_often() -> None:
    assert updates_until_next(b"") == UPDATES_A_SNAPSHOT
    assert updates_until_next(bytes(64_000)) == 1000
    assert updates_until_next(bytes(1_000_000)) == UPDATES_A_LONG_SNAPSHOT
