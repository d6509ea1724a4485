"""An arrangement: how the blocks of a note stand on its pages, and the HTML that says so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from export.dialect.charts import CLOSER
from export.paper.tables.places import Tables
from export.paper.tables.turned_pages import add_name, blocks_of, names, turn

CUT: Final = "cut-behind-first"
# Of charts: drawn closer, and cut between their rows.
CLOSE, LONG = "close", "long"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """The blocks in their order. `along` are those that stand on their side with a table.

    `cut`: tables whose first row may stand alone before a page ends. `small`: tables with the least letters
    of their format. `frames`: tables that stand sideways in an upright page, each with the frame around it.
    `columns`: text that stands in two columns under a table on its side. `lower`: pictures, each with the
    most pixels of its height. `close`: charts that are drawn closer, those in `long` over two pages.
    """

    blocks: tuple[Any, ...]
    along: frozenset[Any] = frozenset()
    cut: frozenset[Any] = frozenset()
    small: frozenset[Any] = frozenset()
    frames: Mapping[Any, Any] = field(default_factory=dict)
    columns: frozenset[Any] = frozenset()
    lower: Mapping[Any, float] = field(default_factory=dict)
    close: frozenset[Any] = frozenset()
    long: frozenset[Any] = frozenset()


class Blocks:
    """The blocks of one sheet, whose HTML takes arrangements, with its tables."""

    def __init__(self, root: Any, tables: Tables) -> None:
        self._root, self.tables = root, tables
        self._charts = [
            figure for figure in root.iter("figure") if any(CLOSER in names(one) for one in figure)
        ]
        pictures = [figure for figure in root.iter("figure") if "image" in names(figure)]
        self._styles = {figure: next(figure.iter("img")).get("style", "") for figure in pictures}

    def found(self) -> Arrangement:
        """As they stand now."""
        main = next(self._root.iter("main"), ())
        return Arrangement(blocks=tuple(blocks_of(main)))

    def put(self, arrangement: Arrangement) -> None:
        """Let the HTML say this one, whatever it said before."""
        along, frames = arrangement.along, arrangement.frames
        sides = self.tables.sides | {block for block in along if block.tag == "table"}
        turn(
            self._root,
            arrangement.blocks,
            sides - frames.keys(),
            along=along,
            columns=arrangement.columns,
            frames=frames,
        )
        self.tables.set_sizes(arrangement.small)
        for table in self._root.iter("table"):
            add_name(table, CUT, is_in=table in arrangement.cut)
        for chart in self._charts:
            add_name(chart, CLOSE, is_in=chart in arrangement.close)
            add_name(chart, LONG, is_in=chart in arrangement.long)
        for figure, style in self._styles.items():
            high = arrangement.lower.get(figure)
            height = f"max-height: {high:.1f}px" if high else ""
            next(figure.iter("img")).set("style", "; ".join(filter(None, [style, height])))
