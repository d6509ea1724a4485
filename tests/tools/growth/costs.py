"""Marginal costs: what one note more costs a command, between one number of notes and the next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

MOST_GROWTH: Final = 1.2
MOST_MS: Final = 1.0
# Of these commands a note may cost at most `MOST_MS`.
BOUNDED: Final = ("backup", "restore")
# Less than this is not told from the noise of a processor that others use too.
_LEAST_MS: Final = 0.05


@dataclass(slots=True)
class Costs:
    """Seconds of the processor, by engine and command, then by the number of notes."""

    _of: dict[tuple[str, str], dict[int, float]] = field(default_factory=dict)

    def add(self, engine: str, command: str, notes: int, cpu_s: float) -> None:
        """Of several rounds the fastest counts: other processes only ever take time away."""
        of_command = self._of.setdefault((engine, command), {})
        of_command[notes] = min(cpu_s, of_command.get(notes, cpu_s))

    def __iter__(self) -> Iterator[tuple[str, str, dict[int, float]]]:
        for (engine, command), by_notes in self._of.items():
            yield engine, command, by_notes


def marginal_ms(by_notes: dict[int, float]) -> list[float]:
    """Of each step from one number of notes to the next: ms of the processor for a note more.

    What a command costs without any note is in none of them.
    """
    return [
        1000 * (after[1] - before[1]) / (after[0] - before[0])
        for before, after in pairwise(sorted(by_notes.items()))
    ]


def growth(steps: Sequence[float]) -> float | None:
    """The most that a note more costs at a step, in times of the step before.

    None where it is too little to tell.
    """
    if len(steps) < 2 or max(steps) < _LEAST_MS:
        return None
    return max(after / max(before, _LEAST_MS) for before, after in pairwise(steps))


def told(costs: Costs) -> list[str]:
    """A table of Markdown: seconds, and ms for a note more in each step; what is too much is bold."""
    numbers = sorted({notes for _, _, by_notes in costs for notes in by_notes})
    names = [f"{before:,} to {after:,}" for before, after in pairwise(numbers)]
    heads = [
        "",
        "",
        *(f"{one:,} notes, s" for one in numbers),
        *(f"{name}, ms a note more" for name in names),
        "growth",
    ]
    lines = [f"| {' | '.join(heads)} |", f"|---|---|{'---:|' * (len(heads) - 2)}"]
    for engine, command, by_notes in costs:
        steps = marginal_ms(by_notes)
        grown = growth(steps)
        cells = [
            command,
            engine,
            *(f"{by_notes[one]:.2f}" for one in numbers),
            *(_marked(f"{step:.3f}", command in BOUNDED and step > MOST_MS) for step in steps),
            "–" if grown is None else _marked(f"{grown:.2f}", grown > MOST_GROWTH),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _marked(figure: str, is_too_much: bool) -> str:  # noqa: FBT001 - of this module
    return f"**{figure}**" if is_too_much else figure
