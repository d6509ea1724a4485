"""The shortest edit script, beside the longest common subsequence by its table."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from export.note.edits import edits

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
