"""The table of keys: every editor at each speed, what was asked, and that none of them always comes first."""

from tests.tools.bench.screens.__main__ import EDITORS, order
from tests.tools.bench.screens.keys import Cost
from tests.tools.bench.screens.table import TITLES, lines


def test_each_editor_has_its_rows_and_the_verdict_is_that_of_the_main_thread() -> None:
    costs = {
        (name, slowdown): Cost(
            thread_ms=10.0 * slowdown, processor_ms=9.0 * slowdown, paint_p50_ms=16, paint_p95_ms=33
        )
        for name in TITLES
        for slowdown in (1, 4)
    }
    costs["ours", 4] = Cost(thread_ms=60.0, processor_ms=54.0, paint_p50_ms=16, paint_p95_ms=33)
    table = lines(costs, 200_000)
    assert len([line for line in table if line.startswith("| ")]) == 1 + 2 * len(TITLES)
    assert "processor as it is: at most 1.2 times plain CodeMirror. It is 1.00 times, met." in table[-2]
    assert "4 times slower: at most 1.2 times plain CodeMirror. It is 1.50 times, **not met**." in table[-1]


def test_each_editor_begins_a_round_and_none_is_left_out() -> None:
    rounds = [order(number) for number in range(len(EDITORS))]
    assert [first for first, *_ in rounds] == list(EDITORS)
    assert all(sorted(names) == sorted(EDITORS) for names in rounds)
