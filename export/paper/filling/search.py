"""The search for the arrangement of a note's blocks that leaves the least white on its pages.

Where a page ends whiter than it may because the next thing is a chart, a picture or a table, other
arrangements are laid out. One is kept where it has fewer pages, or as many and less white.
docs/decisions/0105 has the order, and why.
"""

from collections.abc import Callable
from itertools import islice
from typing import Any, Final

from export.paper.filling import floats, white
from export.paper.filling.arrangement import Arrangement, Blocks
from export.paper.filling.candidates import candidates
from export.paper.filling.gaps import gaps
from export.paper.tables.places import Tables

# Each is a layout of the whole.
MOST_LAYOUTS: Final = 8
_LONGEST: Final = 24
# Pages that are shown before the others are laid out.
_EARLY: Final = 3

Lay = Callable[[], Any]


class Filling:
    """The pages of one sheet. `is_early`: its first pages are shown before, and stay as they are."""

    def __init__(self, root: Any, tables: Tables, *, is_early: bool = False) -> None:
        self._tables, self._blocks = tables, Blocks(root, tables)
        self._begin = _EARLY if is_early else 0
        self._found = self._now = self._blocks.found()

    @property
    def now(self) -> Arrangement:
        """As the HTML says."""
        return self._now

    def put(self, arrangement: Arrangement | None = None) -> None:
        """Let the HTML say this one; without one, as the blocks were found."""
        self._now = arrangement or self._found
        self._blocks.put(self._now)

    def filled(self, document: Any, lay: Lay, most: int = MOST_LAYOUTS) -> Any:
        """The document, or a better one, as the HTML says then, of `most` that are laid out."""
        if len(document.pages) > _LONGEST or not any(map(floats.is_float, self._now.blocks)):
            return document
        tried, left = set[tuple[Any, bool]](), most
        while left:
            now = self._now
            found = gaps(now, document, begin=self._begin, sides=self._tables.sides)
            gap = next((one for one in found if (now.blocks[one.at], one.is_behind) not in tried), None)
            if gap is None:
                break
            tried.add((now.blocks[gap.at], gap.is_behind))
            enough = white.whole(document) - gap.part
            for other in islice(candidates(now, gap, document, self._tables), left):
                left -= 1
                self._blocks.put(other)
                again = lay()
                if _is_better(again, document):
                    self._now, document = other, again
                    tried.clear()
                if white.whole(document) <= enough:
                    break
            self._blocks.put(self._now)
        return document


def _is_better(new: Any, old: Any) -> bool:
    return (len(new.pages), white.whole(new)) < (len(old.pages), white.whole(old))
