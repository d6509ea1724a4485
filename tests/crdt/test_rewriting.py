"""One text made of another."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from crdt.note import Note, first_update
from crdt.rewriting import Rewrite, rewrites

lines = st.lists(st.text(alphabet="aé😀 \u2028\r", max_size=4), max_size=12).map("\n".join)


@given(lines, lines)
def test_the_edits_lead_from_one_text_to_the_other_here_and_elsewhere(before: str, after: str) -> None:
    edits = rewrites(before, after)
    assert all(one.end <= other.start for one, other in pairwise(edits))
    first = first_update(before)
    note, other = Note([first]), Note([first])
    before = note.markdown()
    other.apply(note.rewrite(edits := rewrites(before, after)))
    assert note.markdown() == other.markdown() == after
    assert bool(edits) is (before != after)


def test_only_what_differs_is_touched() -> None:
    before = "# T\n\nUn mot.\n\nAutre chose.\n"
    after = "# T\n\nUn beau mot.\n\nAutre chose.\n\nFin.\n"
    assert rewrites(before, after) == [Rewrite(8, 8, "beau "), Rewrite(27, 27, "\nFin.\n")]
    assert rewrites(after, after) == []


def test_what_somebody_writes_meanwhile_stays() -> None:
    first = first_update("un\ndeux\ntrois\n")
    draft, live = Note([first]), Note([first])
    update = draft.rewrite(rewrites("un\ndeux\ntrois\n", "un\nquatre\n"))
    live.edit(5, 5, "E")
    live.apply(update)
    assert set(live.markdown().split("\n")[1]) == set("quatreE")


def test_two_long_texts_with_nothing_in_common_are_one_edit() -> None:
    before, after = "".join(f"a{n}\n" for n in range(3_000)), "".join(f"b{n}\n" for n in range(3_000))
    assert len(rewrites(before, after)) == 1
