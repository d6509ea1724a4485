"""Merged intervals against a plain set."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from crdt.ranges import Ranges

spans = st.tuples(st.integers(0, 60), st.integers(1, 12)).map(lambda span: (span[0], sum(span)))


@given(st.lists(spans, max_size=40), spans)
def test_ranges_are_the_set_of_what_was_added(added: list[tuple[int, int]], asked: tuple[int, int]) -> None:
    ranges, model = Ranges(), set[int]()
    for start, end in added:
        ranges.add(start, end)
        model.update(range(start, end))
    assert {number for start, end in ranges for number in range(start, end)} == model
    assert ranges.covers(*asked) == (set(range(*asked)) <= model)


@given(st.lists(spans, max_size=40))
def test_ranges_are_sorted_and_never_touch(added: list[tuple[int, int]]) -> None:
    ranges = Ranges()
    for start, end in added:
        ranges.add(start, end)
    kept = list(ranges)
    assert len(ranges) == len(kept)
    assert all(before[1] < after[0] for before, after in pairwise(kept))
