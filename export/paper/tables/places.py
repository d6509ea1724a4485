"""Placement of wide tables: in smaller letters, in the margin, or on its side, so that nothing is cut.

docs/decisions/0021 has the order, and why.
"""

from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple

from export.dialect.tables import WIDE
from export.note.formats import Format
from export.note.labels import labels
from export.paper.tables import columns, figures, goes_on
from export.paper.tables.parts import divided, groups
from export.paper.tables.sideways import SidewaysRoom, framed
from export.paper.tables.trials import Lay, Measures, boxes, measured, of_columns
from export.paper.tables.turned_pages import SIDE, blocks_of, names, turn
from export.patches.boxes import page_boxes

_MM: Final = 96 / 25.4
# Points: no letter of a table is smaller.
_LEAST: Final = {Format.NOTE: 8.0, Format.LARGE: 14.0, Format.POCKET: 7.0}
_LEAST_OF_FIGURES: Final = {**_LEAST, Format.LARGE: 16.0}
# CSS pixels: of the margin for the hand what printers reach, and the text of a page on its side.
_MARGIN: Final = 44 * _MM
_ON_ITS_SIDE: Final = {Format.NOTE: 249 * _MM, Format.LARGE: 257 * _MM, Format.POCKET: 182 * _MM}
_PATIENCE: Final = 0.5
# Divided words want more room than their longest parts take, or they stand in steps of three letters.
_COLUMNS: Final = {Format.NOTE: 119 / 136, Format.LARGE: 123 / 170, Format.POCKET: 85 / 120}
_AIR: Final = 1.25
_FIGURES: Final = "chiffres"


class Where(StrEnum):
    """As wide as the text, into the margin for the hand, or on a page on its side."""

    TEXT = "text"
    MARGIN = "beside"
    SIDE = SIDE


class Place(NamedTuple):
    """`size` in points; words may be divided where `divides`, and are cut anywhere where `cuts`."""

    where: Where
    size: float
    divides: bool
    cuts: bool = False


class Tables:
    """The tables of one sheet, whose HTML gets classes and sizes; `lay` lays out tables on trial."""

    def __init__(self, root: Any, shape: Format, *, has_margin: bool, lay: Lay) -> None:
        self._root, self.shape, self._lay = root, shape, lay
        self._margin = _MARGIN if has_margin else 0.0
        self._lang = root.get("lang", "")
        self._parents = {child: parent for parent in root.iter() for child in parent}
        self._known: dict[Any, Measures] = {}
        self.places: dict[Any, Place] = {}

    @property
    def sides(self) -> frozenset[Any]:
        """Those that stand on a page on its side."""
        return frozenset(table for table, place in self.places.items() if place.where is Where.SIDE)

    def settle(self) -> None:
        """Give a place to each table that needs one, before the sheet is laid out."""
        for table in columns.all_of(self._root, _FIGURES):
            columns.set_columns(table, self._lang)
        self._place([table for table in self._root.iter("table") if WIDE in names(table)])
        self._name_what_goes_on()

    @property
    def part_of_columns(self) -> float:
        """How wide each of two columns on a page on its side is, in parts of the text of an upright page."""
        return _COLUMNS[self.shape]

    def is_larger(self, table: Any) -> bool:
        """Whether a table on its side has larger letters than the least of its format."""
        return self.places[table].size > _LEAST[self.shape]

    def sideways(self, table: Any) -> Any:
        """A table in a frame that stands sideways in an upright page; None where that is no place for it.

        It takes all of the height, so the foot of its page has no room for notes.
        """
        if any("fn" in names(span) for span in self._root.iter("span")):
            return None
        return framed(table, SidewaysRoom(self.shape, self._known[table].room, self._margin), self._lay)

    def set_sizes(self, small: Collection[Any]) -> None:
        """Tables on their side get the letters of their place, those in `small` the least of the format."""
        least = _LEAST[self.shape]
        for table in self.sides:
            place = self.places[table]
            place = place._replace(size=least) if table in small else place
            _set(table, place, self._known[table], self._margin, heads=least)

    def unsettled(self, document: Any) -> bool:
        """Whether some are wider than their place on pages that were laid out; then they get another one."""
        found = list(self._overfull(document))
        for table, part in found:
            if table in self._known:
                grown = max(1.02, part)
                self._known[table].whole *= grown
                self._known[table].divided *= grown
            goes_on.take_out(table)
        has_moved = self._place([table for table, _ in found])
        self._name_what_goes_on()
        return has_moved

    def _name_what_goes_on(self) -> None:
        for table in columns.all_of(self._root, _FIGURES):
            goes_on.add(table, self.shape, self._lang)

    def _overfull(self, document: Any) -> Iterator[tuple[Any, float]]:
        """Tables that are wider than they may be, and by which part."""
        seen = set()
        for page in page_boxes(document):
            for box, around in boxes(page):
                if box.is_table_wrapper and box.element not in seen:
                    place = self.places.get(box.element)
                    is_beside = place is not None and place.where is Where.MARGIN
                    room = around.width + (self._margin if is_beside else 0.0)
                    if box.width > room + _PATIENCE:
                        seen.add(box.element)
                        yield box.element, box.width / room

    def _place(self, tables: Sequence[Any]) -> bool:
        new = [table for table in tables if table not in self._known]
        if new:
            self._known |= measured(new, self._parents, self._lay)
        before = dict(self.places)
        for table in tables:
            known = self._known[table]
            if self._is_of_figures(table):
                figures.fit(table, known, self._parents, least=_LEAST_OF_FIGURES[self.shape])
                continue
            place = self._choice(known, is_block=self._is_block(table))
            if place.cuts and len(parts := self._columns(table, known)) > 1:
                self._divide(table, parts)
            else:
                self._put(table, self._tight(known, place) if place.cuts else place)
        main = next(self._root.iter("main"), None)
        if main is not None and self.sides:
            turn(self._root, blocks_of(main), self.sides)
        return self.places != before

    def _put(self, table: Any, place: Place) -> None:
        if place != self.places.get(table):
            self.places[table] = place
            _set(table, place, self._known[table], self._margin, heads=_LEAST[self.shape])

    def _columns(self, table: Any, known: Measures) -> list[list[int]]:
        """Those of each part, where letters are not smaller than they have to be."""
        size = min(known.sizes["table"], _LEAST[self.shape]) / known.sizes["table"]
        room = _ON_ITS_SIDE[self.shape] if self._is_block(table) else known.room + self._margin
        return groups([width * size * _AIR for width in known.parts], room - _PATIENCE)

    def _divide(self, table: Any, parts: Sequence[Sequence[int]]) -> None:
        """Parts of the table take its place."""
        around = next(element for element in self._root.iter() if table in list(element))
        at, known = list(around).index(table), self._known[table]
        around.remove(table)
        self.places.pop(table, None)
        said = labels(self._lang)["table-goes-on"]
        for number, (part, its) in enumerate(zip(divided(table, parts, said), parts, strict=True)):
            around.insert(at + number, part)
            self._parents[part] = self._parents[table]
            self._known[part] = of_columns(known, its)
            place = self._choice(self._known[part], is_block=self._is_block(part))
            self._put(part, self._tight(self._known[part], place) if place.cuts else place)

    def _is_block(self, table: Any) -> bool:
        """A table in a list, a box or a quotation stays on the page of that."""
        return bool(self._parents[table].tag == "main")

    def _is_of_figures(self, table: Any) -> bool:
        above = self._parents.get(self._parents[table])
        return above is not None and _FIGURES in names(above)

    def _room(self, known: Measures, where: Where) -> float:
        match where:
            case Where.TEXT:
                return known.room - _PATIENCE
            case Where.MARGIN:
                return known.room + self._margin - _PATIENCE
            case Where.SIDE:
                return _ON_ITS_SIDE[self.shape] - _PATIENCE

    def _choice(self, known: Measures, *, is_block: bool) -> Place:
        """The first place that has room; where none has, words are cut in the last one."""
        place = Place(Where.TEXT, known.sizes["table"], divides=False)
        for place in self._ladder(known.sizes["table"], is_block=is_block):
            asked = known.divided * _AIR if place.divides else known.whole
            if asked * place.size / known.sizes["table"] <= self._room(known, place.where):
                return self._easier(known, place)
        return place._replace(cuts=True)

    def _tight(self, known: Measures, place: Place) -> Place:
        """The last place, where no parts can be made: words in steps of three letters are still whole."""
        fits = known.divided * place.size / known.sizes["table"] <= self._room(known, place.where)
        return place._replace(cuts=not fits)

    def _easier(self, known: Measures, place: Place) -> Place:
        """The margin is taken as well where a text would stand in a column of a word or two."""
        fits = known.whole <= known.room + self._margin - _PATIENCE
        is_steep = place.where is Where.TEXT and known.easy > known.room
        is_better = self._margin > 0 and is_steep and fits
        return Place(Where.MARGIN, known.sizes["table"], divides=False) if is_better else place

    def _ladder(self, base: float, *, is_block: bool) -> Iterator[Place]:
        """All places, the best first."""
        least = min(base, _LEAST[self.shape])
        sizes = (base, (base + least) / 2, least)
        upright = [Where.TEXT, *([Where.MARGIN] if self._margin else [])]
        whole = [Place(where, size, divides=False) for where in upright for size in sizes]
        divided = [Place(where, size, divides=True) for where in upright for size in (base, least)]
        side = [Place(Where.SIDE, size, divides=False) for size in sizes] if is_block else []
        # Nothing is divided in large print as long as there is another way.
        yield from [*whole, *side, *divided] if self.shape is Format.LARGE else [*whole, *divided, *side]
        yield Place(Where.SIDE if is_block else upright[-1], least, divides=True)


def _set(table: Any, place: Place, known: Measures, margin: float, *, heads: float) -> None:
    kept = [name for name in table.get("class", "").split() if name not in {"divides", "cut", *Where}]
    style = f"font-size: {place.size:.2f}pt"
    if place.size < known.sizes["table"]:
        style += f"; --head: {heads:g}pt"
    if place.where is Where.MARGIN:
        asked = known.divided * _AIR if place.divides else max(known.whole * 1.08, known.easy)
        asked *= place.size / known.sizes["table"]
        style += f"; width: {min(known.room + margin, max(known.room, asked)):.1f}px"
        kept.append(Where.MARGIN)
    kept += ["divides"] * place.divides + ["cut"] * place.cuts
    table.set("class", " ".join(kept))
    table.set("style", style)
