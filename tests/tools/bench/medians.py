"""Medians over the rounds of a run, and the highest size of a ladder that a server reached in time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from tests.tools.bench.compare import TITLES, is_in_time

Result = dict[str, Any]
OURS: Final = "ours"


@dataclass(frozen=True, slots=True)
class Medians:
    """The results of a run."""

    results: Sequence[Result]

    @property
    def peers(self) -> list[str]:
        """Ours, then the others in the order in which they ran."""
        ran = dict.fromkeys(result["peer"] for result in self.results if "peer" in result)
        return sorted(ran, key=lambda peer: peer != OURS)

    @property
    def titles(self) -> dict[str, str]:
        """The titles of the peers when they ran; a later run may have other versions."""
        named = next((result for result in self.results if result["scenario"] == TITLES), {})
        return {name: title for name, title in named.items() if name != "scenario"}

    def sizes(self, scenario: str) -> list[int]:
        return sorted({result["size"] for result in self._of(scenario)})

    def get(self, scenario: str, size: int, peer: str, figure: str) -> float | None:
        """None where it was not measured, or where the server failed in half of the rounds."""
        rounds = [result for result in self._of(scenario, peer) if result["size"] == size]
        values = [float(result[figure]) for result in rounds if result.get(figure) is not None]
        return median(values) if values and 2 * len(values) > len(rounds) else None

    def worst(self, scenario: str, peer: str, figure: str) -> float | None:
        """The largest of all its rounds and sizes."""
        values = [
            float(result[figure]) for result in self._of(scenario, peer) if result.get(figure) is not None
        ]
        return max(values, default=None)

    def failure(self, scenario: str, size: int, peer: str) -> str:
        """The error of a server, or an empty string."""
        return next(
            (
                result["error"]
                for result in self._of(scenario, peer)
                if result["size"] == size and "error" in result
            ),
            "",
        )

    def highest(self, scenario: str, peer: str) -> int | None:
        """The largest size at which its letters came in time, of the median round; 0 for none."""
        rounds: dict[int, int] = {}
        for result in self._of(scenario, peer):
            reached = result["size"] if is_in_time(result) else 0
            rounds[result["repetition"]] = max(rounds.get(result["repetition"], 0), reached)
        return sorted(rounds.values())[len(rounds) // 2] if rounds else None

    @property
    def others_pct(self) -> float | None:
        """The median of other work on the server's core."""
        values = [float(result["others_pct"]) for result in self.results if "others_pct" in result]
        return median(values) if values else None

    def disk(self, figure: str) -> float | None:
        """A percentile of `fdatasync` in the same run, ms."""
        return next((result[figure] for result in self.results if result["scenario"] == "disk"), None)

    def _of(self, scenario: str, peer: str | None = None) -> Iterable[Result]:
        return (
            result
            for result in self.results
            if result["scenario"] == scenario and peer in {None, result["peer"]}
        )
