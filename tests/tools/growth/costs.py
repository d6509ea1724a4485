"""Marginal costs: what one note more costs a command, between one number of notes and the next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from tests.tools.growth.meters import SECONDS, Unit

MOST_GROWTH: Final = 1.2
MOST_MS: Final = 1.0
# Of these commands a note may cost at most `MOST_MS`.
BOUNDED: Final = ("backup", "restore")


@dataclass(slots=True)
class Costs:
    """What is spent of one unit, by engine and command, then by the number of notes."""

    unit: Unit = SECONDS
    _of: dict[tuple[str, str], dict[int, float]] = field(default_factory=dict)

    def add(self, engine: str, command: str, notes: int, spent: float) -> None:
        """Of several rounds the fastest counts: other processes only ever take time away."""
        of_command = self._of.setdefault((engine, command), {})
        of_command[notes] = min(spent, of_command.get(notes, spent))

    def __iter__(self) -> Iterator[tuple[str, str, dict[int, float]]]:
        for (engine, command), by_notes in self._of.items():
            yield engine, command, by_notes


def marginal(by_notes: dict[int, float], unit: Unit = SECONDS) -> list[float]:
    """Of each step from one number of notes to the next: what a note more costs.

    What a command costs without any note is in none of them.
    """
    return [
        unit.scale * (after[1] - before[1]) / (after[0] - before[0])
        for before, after in pairwise(sorted(by_notes.items()))
    ]


def growth(steps: Sequence[float], least: float = SECONDS.least) -> float | None:
    """The most that a note more costs at a step, in times of the step before.

    None where it is too little to tell.
    """
    if len(steps) < 2 or max(steps) < least:
        return None
    return max(after / max(before, least) for before, after in pairwise(steps))


def told(costs: Costs) -> list[str]:
    """A table of Markdown: seconds, and ms for a note more in each step; what is too much is bold."""
    unit = costs.unit
    numbers = sorted({notes for _, _, by_notes in costs for notes in by_notes})
    names = [f"{before:,} to {after:,}" for before, after in pairwise(numbers)]
    heads = [
        "",
        "",
        *(f"{one:,} notes, {unit.name}" for one in numbers),
        *(f"{name}, {unit.of_a_note}" for name in names),
        "growth",
    ]
    lines = [f"| {' | '.join(heads)} |", f"|---|---|{'---:|' * (len(heads) - 2)}"]
    for engine, command, by_notes in costs:
        steps = marginal(by_notes, unit)
        cells = [
            command,
            engine,
            *(f"{by_notes[one]:.2f}" for one in numbers),
            *(_marked(f"{step:.{unit.digits}f}", command in BOUNDED and step > MOST_MS) for step in steps),
            _grown(steps, unit),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def told_together(counted: Sequence[Costs]) -> list[str]:
    """A table of Markdown: of each unit what a note more takes, step after step, and the growth."""
    numbers = sorted({notes for costs in counted for _, _, by_notes in costs for notes in by_notes})
    heads = ["", "", *(cell for costs in counted for cell in (costs.unit.of_a_note, "growth"))]
    steps = "; ".join(f"{before:,} to {after:,}" for before, after in pairwise(numbers))
    lines = [
        f"Steps: {steps} notes.",
        "",
        f"| {' | '.join(heads)} |",
        f"|---|---|{'---:|' * (len(heads) - 2)}",
    ]
    for rows in zip(*counted, strict=True):
        engine, command, _ = rows[0]
        cells = [command, engine]
        for costs, (_, _, by_notes) in zip(counted, rows, strict=True):
            unit = costs.unit
            of_a_note = marginal(by_notes, unit)
            cells += [" · ".join(f"{one:,.{unit.digits}f}" for one in of_a_note), _grown(of_a_note, unit)]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _grown(steps: Sequence[float], unit: Unit) -> str:
    grown = growth(steps, unit.least)
    return "–" if grown is None else _marked(f"{grown:.2f}", grown > MOST_GROWTH)


def _marked(figure: str, is_too_much: bool) -> str:  # noqa: FBT001 - of this module
    return f"**{figure}**" if is_too_much else figure
