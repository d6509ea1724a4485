"""The plot of docs/performance.md: one panel a figure, one bar a server, a dashed line for our target."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tests.tools.bench import svg
from tests.tools.bench.medians import Medians
from tests.tools.bench.plan import EDITS, PAPER
from tests.tools.bench.svg import Box
from tests.tools.bench.words import figure

_KINDS: Final = ("accent", "first", "second", "third", "fourth")
_WIDTH: Final = 860.0
_COLUMNS: Final = 2
_GAP: Final = 40.0
_MARGIN: Final = 16.0
_BAR: Final = 18.0
_STEP: Final = 24.0
_NAMES: Final = 150.0
_FIGURES: Final = 64.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """`value(peer)` is drawn; `target` where ours had to come to, if it is a number of its own."""

    title: str
    better: str
    value: Callable[[str], float | None]
    target: float | None = None


def plot(medians: Medians, titles: Mapping[str, str]) -> str:
    """The whole picture."""
    panels = list(_panels(medians))
    width = (_WIDTH - 2 * _MARGIN - (_COLUMNS - 1) * _GAP) / _COLUMNS
    height = 44 + _STEP * len(medians.peers)
    shapes: list[str] = []
    for number, panel in enumerate(panels):
        row, column = divmod(number, _COLUMNS)
        box = Box(_MARGIN + column * (width + _GAP), _MARGIN + row * (height + 14), width, height)
        shapes += _draw(panel, box, medians.peers, titles)
    lines = -(-len(panels) // _COLUMNS)
    about = "Pochette and its peers under the same load: " + "; ".join(panel.title for panel in panels)
    return svg.picture(_WIDTH, 2 * _MARGIN + lines * (height + 14) - 14, about, shapes)


def _panels(medians: Medians) -> Iterator[Panel]:
    def of(scenario: str, size: int, name: str) -> Callable[[str], float | None]:
        return lambda peer: medians.get(scenario, size, peer, name)

    yield Panel(
        title="200 people type in one note: processor, %",
        better="less is better",
        value=of("typing", 200, "cpu_pct"),
    )
    yield Panel(
        title="most people who can type in one note",
        better="p99 < 100 ms; more is better",
        value=lambda peer: medians.highest("crowd", peer),
        target=800,
    )
    yield Panel(
        title="10 people type: processor a delivery, µs",
        better="less is better",
        value=of("typing", 10, "delivery_us"),
    )
    yield Panel(
        title="1,000 notes with 3 people each: processor, %",
        better="less is better",
        value=of("notes", 1000, "cpu_pct"),
        target=50,
    )
    yield Panel(
        title="updates a second from one writer",
        better="more is better",
        value=of("flood", 1, "updates_s"),
        target=60_000,
    )
    yield Panel(
        title="updates a second from ten writers",
        better="more is better",
        value=of("flood", 10, "updates_s"),
        target=100_000,
    )
    yield Panel(
        title="memory of a note of 259,778 edits, MB",
        better="less is better",
        value=of(PAPER, EDITS, "memory_mb"),
        target=65,
    )
    yield Panel(
        title="an idle connection, kB",
        better="less is better",
        value=of("idle", 1000, "connection_kb"),
        target=30,
    )


def _draw(panel: Panel, box: Box, peers: Sequence[str], titles: Mapping[str, str]) -> Iterator[str]:
    yield svg.text(box.x, box.y + 12, panel.title, "title")
    aimed = "" if panel.target is None else f"; our target: {figure(panel.target)}"
    yield svg.text(box.x, box.y + 27, panel.better + aimed, "small")
    values = [panel.value(peer) for peer in peers]
    left, room = box.x + _NAMES, box.width - _NAMES - _FIGURES
    scale = room / (max([value or 0.0 for value in values] + [panel.target or 0.0]) or 1.0)
    for number, (peer, value) in enumerate(zip(peers, values, strict=True)):
        top = box.y + 38 + number * _STEP
        is_ours = number == 0
        strong = "strong" if is_ours else ""
        yield svg.text(left - 8, top + 13, titles[peer], strong, anchor="end")
        end = left + scale * (value or 0.0)
        if value:
            yield svg.bar(Box(left, top, end - left, _BAR), _KINDS[number % len(_KINDS)])
        if is_ours and panel.target is not None:
            mark = left + scale * panel.target
            yield svg.line(mark, top - 4, mark, top + _BAR + 4, "mark")
            end = mark if end <= mark < end + _FIGURES else end
        yield svg.text(end + 6, top + 13, _words(value), strong)
    yield svg.line(left, box.y + 36, left, box.y + 36 + _STEP * len(peers), "axis")


def _words(value: float | None) -> str:
    return "fewer than 100" if value == 0 else "not measured" if value is None else figure(value)
