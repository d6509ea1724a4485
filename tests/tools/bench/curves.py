"""Plots memory and open descriptors over loads and connections.

python -m tests.tools.bench.curves leaks.csv docs/images/leaks.svg  with the CSV of `tests.tools.faults.leaks`
"""

import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from tests.tools.bench import svg
from tests.tools.bench.svg import Box
from tests.tools.bench.words import figure

Points = list[tuple[float, float]]

_WIDTH, _HEIGHT, _MARGIN, _GAP = 860.0, 190.0, 16.0, 44.0
_COLUMNS: Final = (("mib", "memory, MiB"), ("descriptors", "open files and sockets"))


def draw(rows: Sequence[dict[str, str]]) -> str:
    """A row of panels for each kind of event."""
    kinds = list(dict.fromkeys(row["what"] for row in rows))
    width = (_WIDTH - 2 * _MARGIN - _GAP) / 2
    shapes: list[str] = []
    for line, kind in enumerate(kinds):
        for column, (name, words) in enumerate(_COLUMNS):
            points = [(float(row["many"]), float(row[name])) for row in rows if row["what"] == kind]
            box = Box(_MARGIN + column * (width + _GAP), _MARGIN + line * (_HEIGHT + 12), width, _HEIGHT)
            shapes += panel(box, f"{figure(points[-1][0])} {kind}: {words}", points)
    about = "Memory and descriptors over " + " and over ".join(kinds)
    return svg.picture(_WIDTH, 2 * _MARGIN + len(kinds) * (_HEIGHT + 12) - 12, about, shapes)


def panel(box: Box, title: str, points: Points) -> Iterator[str]:
    """A curve over an axis that begins at 0, so that what looks flat is flat."""
    left, right, top, bottom = box.x + 34, box.x + box.width, box.y + 30, box.y + box.height - 20
    most_x, most_y = points[-1][0], _round_up(max(y for _, y in points))
    yield svg.text(box.x, box.y + 12, title, "title")
    for share in (0.0, 0.5, 1.0):
        y = bottom - share * (bottom - top)
        yield svg.line(left, y, right, y, "axis")
        yield svg.text(left - 6, y + 4, figure(share * most_y), "small", anchor="end")
    yield svg.text(left, bottom + 16, "0", "small", anchor="middle")
    yield svg.text(right, bottom + 16, figure(most_x), "small", anchor="end")
    yield svg.curve(
        (left + x / most_x * (right - left), bottom - y / most_y * (bottom - top)) for x, y in points
    )


def _round_up(value: float) -> float:
    """The next of 10, 20, 50, 100..."""
    for power in range(1, 9):
        for step in (1, 2, 5):
            if value <= step * 10**power:
                return float(step * 10**power)
    return value


def main() -> None:
    source, target = map(Path, sys.argv[1:])
    with source.open(newline="", encoding="utf-8") as file:
        target.write_text(draw(list(csv.DictReader(file))), "utf-8")


if __name__ == "__main__":
    main()
