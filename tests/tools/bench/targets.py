"""The targets for our figures, relative to the peers of the same run."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from tests.tools.bench.medians import OURS, Medians
from tests.tools.bench.plan import EDITS, PAPER
from tests.tools.bench.words import figure, pair, with_ratio

HOCUSPOCUS: Final = "hocuspocus"
DISK_MARGIN_MS: Final = 15.0
"""Added to the p99 of `fdatasync` in the same run: the limit of a figure that includes a commit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A row of the table. `misses`: what is not reached; empty means met, None not measured."""

    title: str
    shows: Callable[[Medians, str], str]
    target: str
    misses: Callable[[Medians], list[str] | None]

    def verdict(self, medians: Medians) -> str:
        missed = self.misses(medians)
        if missed is None:
            return "not measured"
        return "**not met**: " + ", ".join(missed) if missed else "met"


def all_targets() -> Iterator[Target]:
    """In the order of the table."""
    yield Target(
        title="10 typing: µs of processor a delivery",
        shows=lambda medians, peer: _ratio(medians, "typing", 10, peer, "delivery_us"),
        target="≤ 0.5 × Hocuspocus",
        misses=lambda medians: _beside(medians, 10, "delivery_us", 0.5),
    )
    for people, share in ((50, 0.5), (200, 0.3)):
        yield Target(
            title=f"{people} typing: p99 ms / processor %",
            shows=lambda medians, peer, people=people: pair(  # type: ignore[misc]
                (
                    figure(medians.get("typing", people, peer, "p99_ms")),
                    _ratio(medians, "typing", people, peer, "cpu_pct"),
                )
            ),
            target=f"processor ≤ {share} × Hocuspocus",
            misses=lambda medians, people=people, share=share: _beside(medians, people, "cpu_pct", share),  # type: ignore[misc]
        )
    yield Target(
        title="most people typing in one note with p99 < 100 ms (p99 ms then)",
        shows=lambda medians, peer: _highest(medians, "crowd", peer, "p99_ms"),
        target="800, p99 < 60",
        misses=_crowd,
    )
    yield Target(
        title="most people in a note in which 5 type, p99 < 100 ms (processor % then)",
        shows=lambda medians, peer: _highest(medians, "readers", peer, "cpu_pct"),
        target="3,000 at ≤ 50 %",
        misses=_readers,
    )
    yield Target(
        title="1,000 notes with 3 people each: p99 ms / processor %",
        shows=lambda medians, peer: pair(
            (
                figure(medians.get("notes", 1000, peer, "p99_ms")),
                _ratio(medians, "notes", 1000, peer, "cpu_pct"),
            )
        ),
        target="p99 ≤ 20 at ≤ 50 %",
        misses=lambda medians: _limits(
            medians,
            ("p99", medians.get("notes", 1000, OURS, "p99_ms"), _with_disk(medians, 20)),
            ("processor", medians.get("notes", 1000, OURS, "cpu_pct"), 50),
        ),
    )
    yield Target(
        title="updates a second, 1 writer / 10 writers",
        shows=lambda medians, peer: pair(
            tuple(_ratio(medians, "flood", writers, peer, "updates_s") for writers in (1, 10))
        ),
        target="≥ 60,000 / ≥ 100,000",
        misses=_flood,
    )
    yield Target(
        title="note of 259,778 edits: memory MB / joining it open, ms / joining it closed, ms",
        shows=lambda medians, peer: pair(
            tuple(
                figure(medians.get(PAPER, EDITS, peer, name)) for name in ("memory_mb", "warm_ms", "cold_ms")
            )
        ),
        target="≤ 65 / ≤ 3 / ≤ 25",
        misses=lambda medians: _limits(
            medians,
            ("memory", medians.get(PAPER, EDITS, OURS, "memory_mb"), 65),
            ("open", medians.get(PAPER, EDITS, OURS, "warm_ms"), 3),
            ("closed", medians.get(PAPER, EDITS, OURS, "cold_ms"), 25),
        ),
    )
    yield Target(
        title="kB an idle connection",
        shows=lambda medians, peer: _ratio(medians, "idle", 1000, peer, "connection_kb"),
        target="≤ 30",
        misses=lambda medians: _limits(medians, ("kB", medians.get("idle", 1000, OURS, "connection_kb"), 30)),
    )


def _ratio(medians: Medians, scenario: str, size: int, peer: str, name: str) -> str:
    return with_ratio(medians.get(scenario, size, peer, name), medians.get(scenario, size, OURS, name))


def _highest(medians: Medians, scenario: str, peer: str, name: str) -> str:
    reached = medians.highest(scenario, peer)
    if reached is None:
        return figure(None)
    if reached == 0:
        return f"< {min(medians.sizes(scenario)):,}"
    return f"{reached:,} ({figure(medians.get(scenario, reached, peer, name))})"


def _beside(medians: Medians, people: int, name: str, share: float) -> list[str] | None:
    ours, theirs = (medians.get("typing", people, peer, name) for peer in (OURS, HOCUSPOCUS))
    if ours is None or theirs is None:
        return None
    return [] if ours <= share * theirs else [f"{ours / theirs:.2f} ×"]


def _crowd(medians: Medians) -> list[str] | None:
    reached = medians.highest("crowd", OURS)
    if reached is None:
        return None
    if reached < 800:
        return [f"{reached}"]
    return _limits(
        medians, ("p99 of 800", medians.get("crowd", 800, OURS, "p99_ms"), _with_disk(medians, 60))
    )


def _readers(medians: Medians) -> list[str] | None:
    reached = medians.highest("readers", OURS)
    if reached is None:
        return None
    if reached < 3000:
        return [f"{reached:,}"]
    return _limits(medians, ("processor", medians.get("readers", 3000, OURS, "cpu_pct"), 50))


def _flood(medians: Medians) -> list[str] | None:
    missed = []
    for writers, wanted in ((1, 60_000), (10, 100_000)):
        reached = medians.get("flood", writers, OURS, "updates_s")
        if reached is None:
            return None
        if reached < wanted:
            missed.append(f"{writers}: {reached / wanted:.0%}")
    return missed


def _with_disk(medians: Medians, ms: float) -> float:
    return max(ms, (medians.disk("p99_ms") or 0.0) + DISK_MARGIN_MS)


def _limits(_: Medians, *limits: tuple[str, float | None, float]) -> list[str] | None:
    """The figure and its ratio to the limit, if it is above."""
    missed = []
    for name, value, limit in limits:
        if value is None:
            return None
        if value > limit:
            missed.append(f"{name} {value / limit:.2f} × the target")
    return missed
