"""Merged intervals against a plain set."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from crdt.ranges import FEW, Ranges

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


@given(st.lists(spans, max_size=40), st.lists(spans, min_size=1, max_size=60))
def test_many_at_once_are_the_same_as_one_by_one(
    known: list[tuple[int, int]], more: list[tuple[int, int]]
) -> None:
    at_once, one_by_one, sorted_more = Ranges(), Ranges(), Ranges()
    for start, end in known:
        at_once.add(start, end)
        one_by_one.add(start, end)
    for start, end in more:
        one_by_one.add(start, end)
        sorted_more.add(start, end)
    # Far apart, so that there are more than are put in one by one.
    far = [(1000 + 2 * number, 1001 + 2 * number) for number in range(FEW)]
    at_once.add_all([*sorted_more, *far])
    for start, end in far:
        one_by_one.add(start, end)
    assert list(at_once) == list(one_by_one)
