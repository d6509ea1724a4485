"""The scenarios, their sizes, and the delay at which a ladder ends."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from tests.tools.bench.flood import flood
from tests.tools.bench.idle import idle
from tests.tools.bench.person import Site
from tests.tools.bench.typing_people import Figures, many_notes, one_note

Run = Callable[[Site, int], Awaitable[Figures]]

LATE_MS: Final = 100.0
"""A longer delay is noticed by people who type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """`run(size)` gives the coroutine to run. A ladder stops for a server at the first size that is late.

    `--quick` runs the first `quick` sizes.
    """

    name: str
    sizes: tuple[int, ...]
    run: Callable[[int], Run]
    is_ladder: bool = False
    has_rates: bool = True
    quick: int = 1


def _all_type(size: int) -> Run:
    return lambda site, core: one_note(site, core, people=size, writers=size, seconds=3)


def _five_type(size: int) -> Run:
    return lambda site, core: one_note(site, core, people=size, writers=5, seconds=3)


def _many_notes(size: int) -> Run:
    return lambda site, core: many_notes(site, core, notes=size, each=3, seconds=4)


def _flood(size: int) -> Run:
    return lambda site, core: flood(site, core, writers=size, seconds=3)


def _idle(size: int) -> Run:
    return lambda site, core: idle(site, core, people=size, seconds=5)


SCENARIOS: Final = (
    Scenario(name="typing", sizes=(10, 50, 200), run=_all_type, quick=2),
    Scenario(name="notes", sizes=(1000,), run=_many_notes),
    Scenario(name="flood", sizes=(1, 10), run=_flood, has_rates=False),
    Scenario(name="idle", sizes=(1000,), run=_idle),
    Scenario(name="readers", sizes=(200, 1000, 2000, 3000), run=_five_type, is_ladder=True),
    Scenario(name="crowd", sizes=(100, 200, 300, 600, 800), run=_all_type, is_ladder=True),
)
PAPER: Final = "paper"
"""The long note; no `Scenario`, because its server is restarted in the middle."""
PRINT: Final = "print"
"""Printing; its peers are printers, not servers."""
EDITS: Final = 259_778
QUICK_EDITS: Final = 20_000
