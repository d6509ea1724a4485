"""The tables of docs/performance.md, each between its markers."""

from collections.abc import Iterator, Mapping
from typing import Final

from tests.tools.bench.between import write_between
from tests.tools.bench.medians import OURS, Medians
from tests.tools.bench.paper_tables import paper_sections
from tests.tools.bench.plan import PAPER
from tests.tools.bench.targets import all_targets
from tests.tools.bench.words import NONE, figure, rows, with_ratio

Titles = Mapping[str, str]
_TYPING: Final = (
    ("p50_ms", "p50 ms"),
    ("p99_ms", "p99 ms"),
    ("cpu_pct", "processor %"),
    ("delivery_us", "µs a delivery"),
    ("deliveries_s", "deliveries/s"),
    ("memory_mb", "memory MB"),
    ("missing", "missing"),
)
_LADDER: Final = (("p99_ms", "p99 ms"), ("cpu_pct", "processor %"))


def sections(medians: Medians, titles: Titles) -> dict[str, list[str]]:
    """The lines for each marker."""
    return {
        "bench: targets": targets(medians, titles),
        "bench: disk": [disk(medians)],
        "bench: typing": sizes(medians, titles, "typing", "typing", _TYPING),
        "bench: notes": sizes(medians, titles, "notes", "notes", _TYPING),
        "bench: flood": sizes(
            medians,
            titles,
            "flood",
            "writers",
            (
                ("updates_s", "updates/s"),
                ("p99_ms", "p99 ms"),
                ("cpu_pct", "processor %"),
                ("missing", "missing"),
            ),
        ),
        "bench: ladders": [
            *ladder(medians, titles, "crowd", "all type"),
            "",
            *ladder(medians, titles, "readers", "5 type"),
        ],
        "bench: paper": sizes(
            medians,
            titles,
            PAPER,
            "edits",
            (
                ("edits_s", "edits/s"),
                ("cpu_pct", "processor %"),
                ("memory_mb", "memory MB"),
                ("warm_ms", "join it open, ms"),
                ("cold_ms", "join it closed, ms"),
                ("missing", "missing"),
            ),
        ),
        "bench: idle": sizes(
            medians,
            titles,
            "idle",
            "connections",
            (
                ("connection_kb", "kB each in one note"),
                ("room_kb", "kB each in a note of their own"),
                ("cpu_pct", "processor %"),
            ),
        ),
        **paper_sections(medians.results),
    }


def disk(medians: Medians) -> str:
    """`fdatasync` on the same disk, and other work on the server's core."""
    many, p50_ms, p99_ms = (medians.disk(name) for name in ("many", "p50_ms", "p99_ms"))
    return (
        f"`fdatasync` of 4 KiB on the same disk, {figure(many)} times during the run:"
        f" p50 {figure(p50_ms)} ms, p99 {figure(p99_ms)} ms. Other work took"
        f" {figure(medians.others_pct)} % of the server's core meanwhile (median of all that was measured)."
    )


def targets(medians: Medians, titles: Titles) -> list[str]:
    """The targets for ours, beside the others."""
    head = ("scenario", *(titles[peer] for peer in medians.peers), "target", "")
    body = [
        (
            target.title,
            *(target.shows(medians, peer) for peer in medians.peers),
            target.target,
            target.verdict(medians),
        )
        for target in all_targets()
    ]
    return rows(head, body)


def sizes(
    medians: Medians, titles: Titles, scenario: str, of: str, figures: tuple[tuple[str, str], ...]
) -> list[str]:
    """One row for each size and server."""

    def lines() -> Iterator[tuple[str, ...]]:
        for size in medians.sizes(scenario):
            for peer in medians.peers:
                cells = [_cell(medians, scenario, size, peer, name) for name, _ in figures]
                if set(cells) == {NONE}:
                    cells[0] = medians.failure(scenario, size, peer) or NONE
                yield (f"{size:,}", titles[peer], *cells)

    head = (of, "", *(word for _, word in figures))
    return rows(head, list(lines()))


def ladder(medians: Medians, titles: Titles, scenario: str, of: str) -> list[str]:
    """One column for each size: p99 and processor of each server, until it is late."""
    steps = medians.sizes(scenario)

    def cell(peer: str, size: int) -> str:
        values = [medians.get(scenario, size, peer, name) for name, _ in _LADDER]
        if all(value is None for value in values):
            return "failed" if medians.failure(scenario, size, peer) else ""
        return " / ".join(map(figure, values))

    head = (f"{of}: p99 ms / processor %", *(f"{size:,}" for size in steps))
    return rows(head, [(titles[peer], *(cell(peer, size) for size in steps)) for peer in medians.peers])


def _cell(medians: Medians, scenario: str, size: int, peer: str, name: str) -> str:
    value = medians.get(scenario, size, peer, name)
    return with_ratio(value, medians.get(scenario, size, OURS, name))


def write_page(page: str, medians: Medians, titles: Titles) -> str:
    """Every table; one that was not measured says so."""
    for name, lines in sections(medians, titles).items():
        page = write_between(page, name, lines)
    return page
