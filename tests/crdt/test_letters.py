"""The letters of a note, deleted ones among them, beside the document that Yjs makes of the same updates."""

import random

from hypothesis import given
from hypothesis import strategies as st

from crdt.letters import Letters
from crdt.note import Note
from tests.crdt.histories import random_history


@given(st.randoms(use_true_random=False), st.integers(1, 4), st.integers(1, 40))
def test_the_letters_that_are_not_deleted_are_the_text(
    chance: random.Random, writers: int, turns: int
) -> None:
    letters, note = Letters(), Note()
    for update in random_history(chance, writers=writers, turns=turns):
        list(letters.apply(update))
        note.apply(update)
        assert letters.markdown() == note.markdown()


def test_so_they_are_after_long_quarrels() -> None:
    for seed in range(20):
        letters, note = Letters(), Note()
        for update in random_history(random.Random(seed), writers=5, turns=300):
            list(letters.apply(update))
            note.apply(update)
        assert letters.markdown() == note.markdown()


def test_what_was_deleted_stands_where_it_stood() -> None:
    note, letters = Note(), Letters()
    for update in (note.edit(0, 0, "un trois"), note.edit(3, 3, "deux "), note.edit(3, 8, "")):
        list(letters.apply(update))
    assert "".join(run.text for run in letters) == "un deux trois"
    assert letters.markdown() == "un trois"
