"""Spaces of large print: they give a little where a page would end white; letters and lines give nothing."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, NamedTuple

from export.paper import closer
from export.paper.filling import last_lines, white
from export.paper.filling.arrangement import Arrangement
from export.paper.filling.search import MOST_LAYOUTS, Filling

# At a step that is closer: as many arrangements are laid out.
_MOST_LAYOUTS: Final = 3

# Lays the note out at a step.
Lay = Callable[[int], Any]


class _Trial(NamedTuple):
    """`kept`: what its last lines keep with them."""

    step: int
    document: Any
    arrangement: Arrangement
    kept: Mapping[Any, str]

    @property
    def cost(self) -> tuple[float, int]:
        return white.whole(self.document), len(self.document.pages)


def closest(filling: Filling, document: Any, lay: Lay) -> tuple[int, Any]:
    """The mildest step at which no page is whiter than it may be, else the best one; 0 is as usual.

    The pages are filled, and the last has its lines.
    """
    best = tried = _tried(filling, document, lay, 0)
    for step in range(1, len(closer.SPACES) + 1):
        if not white.whole(best.document):
            break
        last_lines.unsay(tried.kept)
        filling.put()
        tried = _tried(filling, lay(step), lay, step)
        best = min(best, tried, key=lambda one: one.cost)
    if best is not tried:
        last_lines.unsay(tried.kept)
        filling.put(best.arrangement)
        last_lines.say(best.kept)
    return best.step, best.document


def _tried(filling: Filling, document: Any, lay: Lay, step: int) -> _Trial:
    lay_again = partial(lay, step)
    filled = filling.filled(document, lay_again, _MOST_LAYOUTS if step else MOST_LAYOUTS)
    settled, kept = last_lines.settled(filled, lay_again)
    return _Trial(step, settled, filling.now, kept)
