"""Fitting: the steps by which a note comes to fill no more pages than were asked for."""

from dataclasses import dataclass
from typing import Any

from export.paper import closer


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """From `before` pages, as usual, to `pages`, at a `step` of the ladder of export.paper.closer.

    `asked` is None where nobody asked for a number of pages. `letters` are the points of running text.
    `missing` are the lines that would have to go, set as close as may be; None where none have to, or where
    the note is longer than any step helps. `left` are the lines for which there is still room, as it is set;
    None where nobody asked, or where there is none.
    """

    asked: int | None
    before: float
    pages: int
    step: int = 0
    letters: float = 0.0
    missing: int | None = None
    left: int | None = None

    @property
    def fits(self) -> bool:
        """Whether it has no more pages than were asked for."""
        return self.asked is None or self.pages <= self.asked

    @property
    def facts(self) -> dict[str, Any]:
        """As programs read it."""
        return {
            "asked": self.asked,
            "before": self.before,
            "pages": self.pages,
            "fits": self.fits,
            "is_closer": self.step > 0,
            "letters": self.letters,
            "has_less_margin": self.has_less_margin,
            "missing_lines": self.missing,
            "lines_left": self.left,
        }

    @property
    def has_less_margin(self) -> bool:
        return self.step > closer.LINES
