"""The three outcomes of an update, and honest editors who are never refused."""

import random

import pytest
from pycrdt import Doc, Text, merge_updates

from crdt.inspector import Edit, Inspector, Nothing, NotYet, RefusedError
from crdt.note import Note, first_update
from crdt.update import EMPTY
from tests import yjs
from tests.yjs import STRING, block


def learned(*updates: bytes) -> Inspector:
    """An inspector that has let these updates through."""
    inspector = Inspector()
    for update in updates:
        outcome = inspector.inspect(update)
        assert isinstance(outcome, Edit)
        inspector.learn(outcome)
    return inspector


def test_an_update_is_an_edit_once_and_then_adds_nothing() -> None:
    update = first_update("Bonjour 😀")
    inspector = Inspector()
    assert isinstance(inspector.inspect(update), Edit)
    inspector = learned(update)
    assert isinstance(inspector.inspect(update), Nothing)
    assert isinstance(inspector.inspect(EMPTY), Nothing)


def test_an_echo_with_one_new_block_is_an_edit_of_that_block_only() -> None:
    note = Note([first_update("Bonjour")])
    first = note.update_since()
    other = Note([first])
    second = other.edit(7, 7, " à tous")
    outcome = learned(first).inspect(merge_updates(first, second))
    assert isinstance(outcome, Edit)
    assert [(s.start, s.end) for s in outcome.sections] == [(0, 7)]


def test_what_an_update_says_of_known_blocks_is_left_out_of_what_may_be_applied() -> None:
    honest, new = (9, 0, [block(STRING, "Bonjour")]), (3, 0, [block(STRING, "x", (9, 6))])
    forged = (9, 0, [block(STRING, "Bonsoir")])
    inspector = learned(yjs.update([honest]))
    for sections in ([forged, new], [new, forged]):
        outcome = inspector.inspect(yjs.update(sections, {9: [(0, 1)]}))
        assert isinstance(outcome, Edit)
        assert outcome.content == yjs.update([new], {9: [(0, 1)]})
    outcome = inspector.inspect(yjs.update([forged], {9: [(0, 1)]}))
    assert isinstance(outcome, Edit)
    assert outcome.content == yjs.update([], {9: [(0, 1)]})


def test_what_builds_on_something_missing_is_asked_for_again() -> None:
    note = Note()
    first, second, third = (note.edit(n, n, "x") for n in range(3))
    inspector = learned(first)
    assert isinstance(inspector.inspect(third), NotYet)
    assert isinstance(inspector.inspect(merge_updates(first, second)), NotYet)  # partly known
    assert isinstance(inspector.inspect(merge_updates(first, third)), NotYet)  # a hole, written as a skip
    assert isinstance(learned(first, second).inspect(third), Edit)


def test_a_deletion_is_new_once_and_unknown_before_its_text() -> None:
    note = Note()
    written = note.edit(0, 0, "Bonjour")
    deleted = note.edit(2, 4, "")
    assert isinstance(Inspector().inspect(deleted), NotYet)
    assert isinstance(learned(written).inspect(deleted), Edit)
    assert isinstance(learned(written, deleted).inspect(deleted), Nothing)


def test_a_full_state_after_deletions_adds_nothing() -> None:
    note = Note()
    updates = [note.edit(0, 0, "Bonjour à tous"), note.edit(3, 9, "")]
    assert isinstance(learned(*updates).inspect(note.update_since()), Nothing)
    fresh = learned(note.update_since())
    assert all(isinstance(fresh.inspect(update), Nothing) for update in updates)


def test_a_character_is_never_split() -> None:
    doc: Doc[Text] = Doc(client_id=7)
    text = doc.get("body", type=Text)
    text += "a😀b"
    inspector = learned(doc.get_update())
    between = b"\x01\x01\x08\x00\xc4\x07\x01\x07\x02\x01x\x00"
    half_deleted = b"\x00\x01\x07\x01\x01\x01"
    whole_deleted = b"\x00\x01\x07\x01\x01\x02"
    with pytest.raises(RefusedError, match="inside a character"):
        inspector.inspect(between)
    with pytest.raises(RefusedError, match="half a character"):
        inspector.inspect(half_deleted)
    assert isinstance(inspector.inspect(whole_deleted), Edit)


def test_what_it_knows_survives_its_own_bytes() -> None:
    note = Note()
    inspector = learned(note.edit(0, 0, "a😀b" * 20), note.edit(4, 8, ""), note.edit(0, 0, "é"))
    again = Inspector.from_bytes(inspector.to_bytes())
    assert again.to_bytes() == inspector.to_bytes()
    assert again.clocks == inspector.clocks
    assert isinstance(again.inspect(note.update_since()), Nothing)


@pytest.mark.parametrize("seed", range(20))
def test_honest_editors_are_never_refused_and_the_state_agrees(seed: int) -> None:
    """Two documents that edit apart and merge at random, through one inspector, in any order that heals."""
    chance = random.Random(seed)
    note, inspector = Note(), Inspector()
    editors = [Note(), Note()]
    for _ in range(150):
        editor = chance.choice(editors)
        length = len(editor.markdown())
        start = chance.randint(0, length)
        editor.edit(
            start, min(length, start + chance.choice([0, 0, 3])), chance.choice(["a", "é😀", "", "mot "])
        )
        if chance.random() < 0.5:
            update = editor.update_since(note.state_vector())
            outcome = inspector.inspect(update)
            assert not isinstance(outcome, NotYet)
            if isinstance(outcome, Edit):
                note.apply(update)
                inspector.learn(outcome)
        if chance.random() < 0.3:
            editor.apply(note.update_since(editor.state_vector()))
    assert note.clocks() == inspector.clocks
    assert Note([note.update_since()]).markdown() == note.markdown()
