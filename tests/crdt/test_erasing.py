"""A passage that is erased from a history: every other moment stays, and nothing of it comes back."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crdt.compaction import load, snapshot, verify
from crdt.erasing import deletion, find, length, passage_of, without
from crdt.inspector import Inspector, Nothing
from crdt.note import Note
from crdt.ranges import Ranges
from tests.crdt.histories import random_history

SECRET = "mot de passe 😀 Zx9!"


def erased(updates: list[bytes], words: str = SECRET) -> list[bytes]:
    passage = passage_of(find(updates, words)[0])
    return [without(update, passage) for update in updates]


def texts(updates: list[bytes]) -> list[str]:
    """The text after each update."""
    note, told = Note(), []
    for update in updates:
        note.apply(update)
        told.append(note.markdown())
    return told


@pytest.mark.parametrize("step", [1, 3, 100])
def test_what_was_typed_or_pasted_and_then_deleted_is_nowhere_any_more(step: int) -> None:
    note = Note()
    updates = [note.edit(0, 0, "Avant. Après.")]
    updates += [note.edit(7 + at, 7 + at, SECRET[at : at + step]) for at in range(0, len(SECRET), step)]
    updates.append(note.edit(2, 9 + len(SECRET), "…"))
    updates.append(note.edit(0, 0, "Encore. "))
    after = erased(updates)
    assert "passe" not in b"".join(after).decode(errors="replace")
    assert texts(after)[0] == "Avant. Après."
    assert texts(after)[-2:] == texts(updates)[-2:]
    assert len(texts(after)) == len(updates)
    assert Note(after).clocks() == note.clocks()
    verify(snapshot(*load(None, after)))


def test_what_stands_in_the_text_now_goes_from_it() -> None:
    note = Note()
    updates = [note.edit(0, 0, f"Un {SECRET} deux {SECRET} trois")]
    assert texts(erased(updates)) == ["Un  deux  trois"]


def test_words_are_found_that_begin_or_end_within_what_was_pasted() -> None:
    for pieces in (("tdepasse", "xmo"), ("passex", "motde"), ("e", "xmotdepass"), ("xm", "otdepasse")):
        for first, second in (pieces, pieces[::-1]):
            note = Note()
            is_before = first == pieces[0]
            at = 0 if is_before else len(first)
            updates = [note.edit(0, 0, first), note.edit(at, at, second)]
            assert ("motdepasse" in note.markdown()) == bool(find(updates, "motdepasse")[0]), (first, second)
            assert "motdepasse" not in texts(erased(updates, "motdepasse"))[-1]


@given(st.randoms(use_true_random=False), st.integers(1, 3), st.integers(1, 30))
def test_no_moment_of_a_history_shows_the_words_afterwards(
    chance: random.Random, writers: int, turns: int
) -> None:
    """By Yjs itself, which knows nothing of how they are found."""
    updates = random_history(
        chance, writers=writers, turns=turns, texts=("a", "b", "ab", "xaba", "babx", "abab")
    )
    assert not any("abab" in text for text in texts(erased(updates, "abab")))


def test_words_that_were_mended_while_they_were_typed_are_found_when_they_are_right() -> None:
    note = Note()
    updates = [note.edit(0, 0, "mot de pXasse 😀 Zx9!"), note.edit(8, 9, ""), note.edit(0, 4, "")]
    after = erased(updates)
    assert texts(after) == ["X", "", ""]
    assert find(after, SECRET)[0] == []


def test_words_of_several_hands_that_were_never_sent_apart_are_found() -> None:
    note = Note()
    note.edit(0, 0, SECRET)
    note.edit(3, 8, "")
    updates = [note.update_since()]
    assert find(updates, SECRET)[0] == [], "an honest copy does not hold what was deleted before it was sent"
    assert len(find(updates, "mot")[0]) == 1


def test_a_copy_that_was_away_neither_doubles_the_note_nor_brings_the_passage_back() -> None:
    note = Note()
    updates = [note.edit(0, 0, f"Début. {SECRET} Fin.")]
    away = Note(updates)
    later = away.edit(0, 0, "Au retour. ")
    server = Note(erased(updates))
    server.apply(later)
    assert server.markdown() == "Au retour. Début.  Fin."
    server.apply(away.update_since(server.state_vector()))
    assert server.markdown() == "Au retour. Début.  Fin."
    away.apply(server.update_since(away.state_vector()))
    assert away.markdown() == server.markdown()


def test_half_a_character_is_never_left() -> None:
    note = Note()
    updates = [note.edit(0, 0, "a😀b")]
    (client,) = note.clocks()
    for start, end in ((1, 2), (2, 3)):
        ranges = Ranges()
        ranges.add(start, end)
        assert texts([without(updates[0], {client: ranges})]) == ["ab"]


def test_words_that_meet_when_others_between_them_go_are_gone_too() -> None:
    note = Note()
    updates = [note.edit(0, 0, SECRET[:5] + SECRET[:7] + SECRET[7:] + SECRET[5:])]
    passage = passage_of(find(updates, SECRET)[0])
    assert length(passage) == 2 * length(passage_of(find([Note().edit(0, 0, SECRET)], SECRET)[0]))
    assert texts([without(updates[0], passage)]) == [""]


@given(st.randoms(use_true_random=False), st.integers(1, 4), st.integers(2, 60))
def test_each_moment_is_the_same_without_the_passage(chance: random.Random, writers: int, turns: int) -> None:
    updates = random_history(
        chance, writers=writers, turns=turns, texts=("a", "é 😀", SECRET, "mot", " de passe")
    )
    passage = passage_of(find(updates, SECRET)[0])
    after = [without(update, passage) for update in updates]
    expected, rewritten, inspector = Note(), Note(), Inspector()
    for before, now in zip(updates, after, strict=True):
        expected.apply(before)
        rewritten.apply(now)
        moment = Note([expected.update_since()])
        if passage:
            known = {
                client: within(ranges, moment.clocks().get(client, 0)) for client, ranges in passage.items()
            }
            moment.apply(deletion({client: ranges for client, ranges in known.items() if len(ranges)}))
        assert rewritten.markdown() == moment.markdown()
        assert SECRET not in rewritten.markdown()
    assert rewritten.clocks() == expected.clocks()
    assert find(after, SECRET)[0] == []
    note, inspector = load(None, after)
    verify(snapshot(note, inspector))
    whole = inspector.inspect(expected.update_since())
    assert isinstance(whole, Nothing), "a copy of before has nothing that the note lacks"
    assert length(passage) >= len(SECRET) or not passage


def within(ranges: Ranges, end: int) -> Ranges:
    """What of it is known at a moment."""
    known = Ranges()
    for start, stop in ranges:
        if start < end:
            known.add(start, min(stop, end))
    return known
