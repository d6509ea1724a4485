"""The letters of a note, deleted ones among them, beside the document that Yjs makes of the same updates."""

import random
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from crdt.letters import Letters
from crdt.note import Note

TEXTS = ("a", "é", "😀", "mot", "— ", "\n", "secret")


def a_history(
    chance: random.Random, *, writers: int, turns: int, texts: Sequence[str] = TEXTS
) -> list[bytes]:
    """The updates of people who hear of each other late, and some of whom write without a network."""
    server, sent = Note(), list[bytes]()
    notes = [Note(client=chance.randint(1, 1 << 40)) for _ in range(writers)]
    is_behind = [False] * writers
    for _ in range(turns):
        who = chance.randrange(writers)
        note = notes[who]
        if chance.random() < 0.3:
            note.apply(server.update_since(note.state_vector()))
        length = len(note.markdown())
        start = chance.randint(0, length)
        end = min(length, start + chance.choice((0, 0, 0, 1, 3, 9)))
        update = note.edit(start, end, chance.choice(("", *texts, *texts)))
        is_offline = chance.random() < 0.3
        if not is_offline:
            sent.append(note.update_since(server.state_vector()) if is_behind[who] else update)
            server.apply(sent[-1])
        is_behind[who] = is_offline
    return sent


@given(st.randoms(use_true_random=False), st.integers(1, 4), st.integers(1, 40))
def test_the_letters_that_are_not_deleted_are_the_text(
    chance: random.Random, writers: int, turns: int
) -> None:
    letters, note = Letters(), Note()
    for update in a_history(chance, writers=writers, turns=turns):
        list(letters.apply(update))
        note.apply(update)
        assert letters.markdown() == note.markdown()


def test_so_they_are_after_long_quarrels() -> None:
    for seed in range(20):
        letters, note = Letters(), Note()
        for update in a_history(random.Random(seed), writers=5, turns=300):
            list(letters.apply(update))
            note.apply(update)
        assert letters.markdown() == note.markdown()


def test_what_was_deleted_stands_where_it_stood() -> None:
    note, letters = Note(), Letters()
    for update in (note.edit(0, 0, "un trois"), note.edit(3, 3, "deux "), note.edit(3, 8, "")):
        list(letters.apply(update))
    assert "".join(run.text for run in letters) == "un deux trois"
    assert letters.markdown() == "un trois"
