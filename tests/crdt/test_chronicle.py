"""The life of a note, beside the documents that it was at each moment."""

import random

from hypothesis import given
from hypothesis import strategies as st

from crdt.chronicle import Chronicle
from crdt.note import Note
from tests.crdt.histories import random_history


def told(updates: list[bytes]) -> tuple[Chronicle, list[str]]:
    """The chronicle of updates, and the text at each of its moments."""
    chronicle, note, texts = Chronicle(), Note(), [""]
    for update in updates:
        note.apply(update)
        if chronicle.add(update):
            texts.append(note.markdown())
        else:
            assert note.markdown() == texts[-1]
    return chronicle, texts


@given(st.randoms(use_true_random=False), st.integers(1, 4), st.integers(1, 40))
def test_every_moment_is_told_as_it_was(chance: random.Random, writers: int, turns: int) -> None:
    chronicle, texts = told(random_history(chance, writers=writers, turns=turns))
    assert chronicle.moments == len(texts) - 1
    assert [chronicle.text_at(moment) for moment in range(len(texts))] == texts


def test_a_thousand_moments_of_a_long_note_are_told_as_they_were() -> None:
    chance = random.Random(17)
    chronicle, texts = told(random_history(chance, writers=5, turns=700))
    spans = list(chronicle.spans())
    for moment in chance.choices(range(len(texts)), k=1000):
        units = "".join(span.at(moment) for span in spans)
        assert units.encode("utf-16-le", "surrogatepass").decode("utf-16-le") == texts[moment]


def test_what_is_typed_and_rubbed_out_letter_by_letter_is_one_span() -> None:
    note = Note(client=7)
    updates = [note.edit(at, at, letter) for at, letter in enumerate("bonsoir")]
    updates += [note.edit(at, at + 1, "") for at in range(6, 2, -1)]
    chronicle, _ = told(updates)
    assert list(chronicle.spans()) == [(7, "bon", 1, 1, 0, 0), (7, "soir", 4, 1, 11, -1)]


def test_an_update_that_says_nothing_new_is_no_moment() -> None:
    note = Note()
    update = note.edit(0, 0, "Bonjour")
    chronicle = Chronicle()
    assert [chronicle.add(update), chronicle.add(update), chronicle.moments] == [True, False, 1]


def test_what_was_deleted_before_anybody_knew_it_hides_no_letter_beside_it() -> None:
    note, server = Note(client=7), Note()
    seen = [note.edit(0, 0, "a"), note.edit(0, 1, "")]
    for update in seen:
        server.apply(update)
    note.edit(0, 0, "bc")
    note.edit(0, 2, "")
    _, texts = told([*seen, note.update_since(server.state_vector())])
    assert texts[:3] == ["", "a", ""]
