"""The table of key costs: ours beside the others, with the verdict on the target."""

from collections.abc import Mapping
from typing import Final

from tests.tools.bench.screens.keys import Cost
from tests.tools.bench.words import figure, rows, with_ratio

OURS: Final = "ours"
PLAIN: Final = "codemirror"
MOST_TIMES_PLAIN: Final = 1.2
TITLES: Final = {
    OURS: "Pochette",
    PLAIN: "CodeMirror, plain",
    "milkdown": "Milkdown",
    "tiptap": "Tiptap",
}


def lines(costs: Mapping[tuple[str, int], Cost], size: int) -> list[str]:
    """One row for each editor and slowdown; one verdict for each slowdown."""
    body: list[tuple[str, ...]] = []
    for slowdown in sorted({slowdown for _, slowdown in costs}):
        ours = costs[OURS, slowdown]
        for name, title in TITLES.items():
            cost = costs[name, slowdown]
            body.append(
                (
                    f"{title}, processor {'as it is' if slowdown == 1 else f'{slowdown} times slower'}",
                    with_ratio(cost.thread_ms, ours.thread_ms),
                    with_ratio(cost.processor_ms, ours.processor_ms),
                    with_ratio(cost.paint_p50_ms, ours.paint_p50_ms),
                    with_ratio(cost.paint_p95_ms, ours.paint_p95_ms),
                )
            )
    head = (
        f"a key in a note of {figure(size / 1000)} kB",
        "ms of the main thread",
        "of it on a core",
        "to its paint, p50 ms",
        "p95 ms",
    )
    return [*rows(head, body), "", *(_asked(costs, slowdown) for slowdown in sorted({of for _, of in costs}))]


def _asked(costs: Mapping[tuple[str, int], Cost], slowdown: int) -> str:
    ours, plain = costs[OURS, slowdown], costs[PLAIN, slowdown]
    ratio, on_a_core = ours.thread_ms / plain.thread_ms, ours.processor_ms / plain.processor_ms
    verdict = "met" if ratio <= MOST_TIMES_PLAIN else "**not met**"
    at = "as it is" if slowdown == 1 else f"{slowdown} times slower"
    asked = f"at most {MOST_TIMES_PLAIN} times plain CodeMirror"
    told = f"It is {ratio:.2f} times, {verdict}. On a core: {on_a_core:.2f} times."
    return f"Asked, processor {at}: {asked}. {told}  "
