"""The table of one server and several, and what was asked of it."""

from collections.abc import Iterator
from typing import Final

from tests.tools.bench.medians import OURS, Medians
from tests.tools.bench.words import figure, rows, with_ratio

ONE: Final = "one"
_TWO: Final = {"two": "In turns", "by_note": "With all people of a note at one server"}
MOST_OF_ONE: Final = 0.6
_TARGET: Final = ("notes", 1000)
_WORDS: Final = {"typing": "typing in one note", "notes": "notes, three people in each"}
_FIGURES: Final = (
    ("p50_ms", "p50 ms"),
    ("p99_ms", "p99 ms"),
    ("cpu_pct", "processor %, everything"),
    ("busiest_pct", "busiest server"),
    ("store_pct", "database or Redis"),
    ("delivery_us", "µs a delivery"),
    ("memory_mb", "memory of the servers, MB"),
    ("missing", "missing"),
)
_BESIDE: Final = frozenset({"p50_ms", "p99_ms", "cpu_pct", "delivery_us"})


def sections(medians: Medians) -> dict[str, list[str]]:
    """The lines for each marker."""
    body = [
        (
            f"{size:,} {_WORDS[scenario]}",
            medians.titles[peer],
            *_cells(medians, scenario, size, peer),
        )
        for scenario in _WORDS
        for size in medians.sizes(scenario)
        for peer in medians.peers
    ]
    head = ("", "", *(word for _, word in _FIGURES))
    return {"bench: machines": [*rows(head, body), "", *_judged(medians), _beside_what(medians)]}


def _cells(medians: Medians, scenario: str, size: int, peer: str) -> Iterator[str]:
    if failure := medians.failure(scenario, size, peer):
        yield failure
    for name, _ in _FIGURES[bool(failure) :]:
        value = medians.get(scenario, size, peer, name)
        beside = medians.get(scenario, size, OURS, name) if name in _BESIDE else value
        yield with_ratio(value, beside)


def _beside_what(medians: Medians) -> str:
    rounds = 1 + max((result.get("repetition", 0) for result in medians.results), default=0)
    return f"Rounds: {rounds}. Other work took {figure(medians.others_pct)} % of a core meanwhile, of two."


def _judged(medians: Medians) -> Iterator[str]:
    """Asked: a second server takes two fifths of the work off the first one."""
    alone = medians.get(*_TARGET, ONE, "busiest_pct")
    if alone is None:
        return
    yield f"Asked, of two servers at 1,000 notes: each at most {MOST_OF_ONE} times the processor of one.  "
    for peer, words in _TWO.items():
        busiest = medians.get(*_TARGET, peer, "busiest_pct")
        if busiest is not None:
            verdict = "met" if busiest <= MOST_OF_ONE * alone else "**not met**"
            yield (
                f"{words}: {figure(busiest)} % for the busier one, {figure(alone)} % for one alone,"
                f" {busiest / alone:.2f} times: {verdict}.  "
            )
