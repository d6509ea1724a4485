"""What has changed between two texts, for any two texts."""

import time

from hypothesis import given
from hypothesis import strategies as st

from export.note.changes import changes

TEXTS = st.lists(st.sampled_from(["a", "b", "c", "d  e", "d e", "f"]), max_size=30)


def changed(before: list[str], after: list[str]) -> tuple[list[int], list[int]]:
    found = changes(before, after)
    return sorted(found.changed), sorted(found.removed_before)


def test_what_was_written_anew_has_changed_and_what_was_taken_out_is_missed_where_it_was() -> None:
    assert changed(["a", "b", "c"], ["a", "x", "c"]) == ([1], [])
    assert changed(["a", "c"], ["a", "b", "c"]) == ([1], [])
    assert changed(["a", "b", "c"], ["a", "c"]) == ([], [1])
    assert changed(["a", "b"], ["a"]) == ([], [1])
    assert changed([], ["a", "b"]) == ([0, 1], [])
    assert changed(["a  b"], ["a b"]) == ([], [])


@given(TEXTS)
def test_a_text_has_not_changed_since_itself(text: list[str]) -> None:
    assert changed(text, text) == ([], [])


@given(TEXTS, TEXTS)
def test_what_has_not_changed_stood_in_the_text_before_in_this_order(
    before: list[str], after: list[str]
) -> None:
    found = changes(before, after)

    kept = iter([" ".join(block.split()) for block in before])
    for index, block in enumerate(after):
        if index not in found.changed:
            assert " ".join(block.split()) in kept


@given(TEXTS, TEXTS)
def test_two_texts_without_a_change_between_them_are_one(before: list[str], after: list[str]) -> None:
    found = changes(before, after)

    if not (found.changed or found.removed_before):
        assert [block.split() for block in before] == [block.split() for block in after]


def test_two_long_texts_of_one_word_are_compared_in_no_time() -> None:
    began = time.process_time()
    changes(["a", "x"] * 2_500, ["a", "y"] * 2_500)
    changes([str(n) for n in range(5_000)], [str(-n) for n in range(5_000)])
    assert time.process_time() - began < 2
