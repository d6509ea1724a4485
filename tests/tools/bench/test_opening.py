"""The tables of the first paint, of the margin and of a note's past, and what was asked of each."""

from tests.tools.bench.screens import margin, opening, past
from tests.tools.bench.screens.paper_past import typed


def test_the_slowest_page_of_a_size_is_told_with_the_verdict() -> None:
    names = list(opening.PAGES)
    found = {(size, name): [600.0, 700.0, 2000.0] for size in (7_000, 200_000) for name in names}
    found[200_000, names[-1]] = [1200.0]
    table = opening.lines(found)
    assert f"| {names[0]} | 700 (to 2000) | 700 (to 2000) |" in table
    assert table[-2].endswith("Our slowest page takes 700 ms, met.  ")
    assert table[-1].endswith("Our slowest page takes 1200 ms, **not met**.  ")


def test_the_margin_is_told_with_the_verdicts_on_its_opening_and_on_a_scroll() -> None:
    cost = margin.Cost(
        longest_ms=51, scroll_open_ms=9.5, scroll_closed_ms=6.5, key_open_ms=41, key_closed_ms=35
    )
    table = margin.lines(60_000, [cost, cost])
    assert "| a key | 41.0 | 35.0 |" in table
    assert table[-2].endswith("51 ms: **not met**.  ")
    assert table[-1].endswith("3.0 ms: met.  ")


def test_a_moment_that_is_not_what_the_note_was_is_told() -> None:
    one = {
        "edits": 20_000.0,
        "moments": 1000.0,
        "wrong": 0.0,
        "told_ms": 300.0,
        "opened_ms": 500.0,
        "shown_p50_ms": 12.0,
        "shown_max_ms": 90.0,
        "frame_p95_ms": 17.0,
        "frame_max_ms": 40.0,
    }
    table = past.lines([one, {**one, "edits": 259_778.0, "wrong": 2.0, "frame_p95_ms": 40.0}])
    assert table[-3:] == [
        "Asked: every moment as it was. 2 are not: **not met**.  ",
        "Asked: any moment of 20,000 edits within 300 ms. The longest of 40 took 90 ms: met.  ",
        (
            "Asked: p95 of a frame at most 33 ms, two of sixty a second, while 259,778 edits play."
            " 40 ms: **not met**.  "
        ),
    ]


def test_a_recorded_text_is_typed_again_with_an_entry_an_edit() -> None:
    paper = typed([(1, 0, 0, "bon"), (2, 1, 1, "ie"), (3, 0, 4, "")], {2, 3})
    assert [written.at for written in paper.entries] == [1, 2, 3]
    assert len(paper.sums) == 2
