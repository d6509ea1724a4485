"""A passage is found again after any edit around it and in it."""

import random

from hypothesis import given
from hypothesis import strategies as st

from crdt.anchors import Passage, passages_of
from crdt.note import Note

TEXTS = ("a", "é", "😀", "mot ", "— ", "\n")


@given(st.randoms(use_true_random=False), st.integers(0, 30))
def test_a_passage_is_what_its_letters_enclose(chance: random.Random, edits: int) -> None:
    """Beside the same edits of a text in which the passage stands between two marks that nobody touches."""
    note = Note(client=7)
    note.edit(0, 0, "Avant. Passage 😀. Après.")
    first, last = (7, 7), (7, 16)  # UTF-16 units: the emoji has two
    before, inside, after = "Avant. ", "Passage 😀", ". Après."
    for _ in range(edits):
        text = chance.choice(TEXTS)
        match chance.randrange(4):
            case 0:
                at = chance.randint(0, len(before) - 1)
                note.edit(at, at, text)
                before = before[:at] + text + before[at:]
            case 1 if len(inside) > 2:
                at = len(before) + chance.randint(1, len(inside) - 1)
                note.edit(at, at, text)
                inside = inside[: at - len(before)] + text + inside[at - len(before) :]
            case 2 if len(inside) > 2:
                at = chance.randint(1, len(inside) - 2)
                note.edit(len(before) + at, len(before) + at + 1, "")
                inside = inside[:at] + inside[at + 1 :]
            case _:
                at = len(before) + len(inside) + chance.randint(1, len(after))
                note.edit(at, at, text)
                at -= len(before) + len(inside)
                after = after[:at] + text + after[at:]
    assert note.markdown() == before + inside + after
    found = passages_of(note.update_since()).find(first, last)
    assert found == Passage(len(before), len(before) + len(inside), inside)


def test_what_is_left_of_a_passage_is_found_and_nothing_where_all_of_it_went() -> None:
    note = Note(client=7)
    note.edit(0, 0, "Un passage ici.")
    note.edit(3, 6, "")
    assert passages_of(note.update_since()).find((7, 3), (7, 9)) == (3, 7, "sage")
    note.edit(3, 7, "")
    assert passages_of(note.update_since()).find((7, 3), (7, 9)) is None


def test_letters_that_the_note_never_had_enclose_nothing() -> None:
    note = Note(client=7)
    note.edit(0, 0, "Un passage.")
    assert passages_of(note.update_since()).find((8, 0), (8, 4)) is None
    assert passages_of(note.update_since()).find((7, 5), (7, 2)) is None


@given(st.lists(st.sampled_from(TEXTS), min_size=2, max_size=30), st.randoms(use_true_random=False))
def test_a_passage_is_named_by_the_letters_at_its_ends(pieces: list[str], chance: random.Random) -> None:
    note = Note(client=7)
    for piece in pieces:
        at = chance.randint(0, len(note.markdown()))
        note.edit(at, at, piece)
    note.edit(0, 1, "")
    text = note.markdown()
    start = chance.randrange(len(text))
    end = chance.randint(start + 1, len(text))
    passages = passages_of(note.update_since())
    assert passages.find(*passages.ends(start, end)) == Passage(start, end, text[start:end])
