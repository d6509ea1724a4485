"""The shortest edit script, beside the longest common subsequence by its table."""

from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from export.changes.script import aligned, edits

_THINGS = st.lists(st.sampled_from("abcd"), max_size=14)


def _common(before: list[str], after: list[str]) -> int:
    table = {(i, j): 0 for i in range(len(before) + 1) for j in range(len(after) + 1)}
    for i, j in product(range(len(before)), range(len(after))):
        same = before[i] == after[j]
        table[i + 1, j + 1] = table[i, j] + 1 if same else max(table[i, j + 1], table[i + 1, j])
    return table[len(before), len(after)]


@given(_THINGS, _THINGS, st.integers(0, 16))
@settings(deadline=None, database=None, max_examples=500)
def test_the_script_makes_one_of_the_other_is_the_shortest_and_respects_its_limit(
    before: list[str], after: list[str], most: int
) -> None:
    shortest = len(before) + len(after) - 2 * _common(before, after)

    found = edits(before, after, most)

    assert (found is None) == (shortest > most)
    if found is not None:
        made, at = list[str](), 0
        for edit in found:
            made += before[at : edit.start] + after[edit.new_start : edit.new_end]
            at = edit.end
        assert made + before[at:] == after
        sizes = [edit.end - edit.start + edit.new_end - edit.new_start for edit in found]
        assert sum(sizes) == shortest
        assert all(sizes)


@pytest.mark.parametrize("most", [10, 40])
def test_long_texts_that_have_nothing_or_everything_in_common_cost_no_more_than_the_limit(most: int) -> None:
    compared = 0

    class Thing:
        def __init__(self, name: int) -> None:
            self.name = name

        def __eq__(self, other: object) -> bool:
            nonlocal compared
            compared += 1
            return isinstance(other, Thing) and self.name == other.name

        __hash__ = None  # type: ignore[assignment]

    many = 2_000
    same, odd, even = [[Thing(n * step + by) for n in range(many)] for step, by in ((0, 0), (2, 1), (2, 0))]

    assert edits(odd, even, most) is None
    assert edits(same + odd[:1] + same, same + even[:1] + same, most) is not None
    assert edits(same + odd[:most] + same, same + even[:most] + same, most) is None
    assert compared < 16 * most * many


@given(_THINGS, _THINGS)
@settings(deadline=None, database=None, max_examples=300)
def test_what_is_aligned_makes_one_of_the_other(before: list[str], after: list[str]) -> None:
    made, at = list[str](), 0
    for edit in aligned(before, after):
        made += before[at : edit.start] + after[edit.new_start : edit.new_end]
        at = edit.end

    assert made + before[at:] == after


@pytest.mark.parametrize("after", [lambda n: n % 7, lambda n: n // 2, lambda n: -n, lambda n: 4_999 - n])
def test_a_text_is_aligned_with_any_other_within_its_limit(after: Callable[[int], int]) -> None:
    compared = 0

    class Thing(int):
        def __eq__(self, other: object) -> bool:
            nonlocal compared
            compared += 1
            return int.__eq__(self, other) is True

        __hash__ = int.__hash__

    many = 5_000

    assert aligned([Thing(n % 3_000) for n in range(many)], [Thing(after(n)) for n in range(many)])
    assert compared < 400_000
