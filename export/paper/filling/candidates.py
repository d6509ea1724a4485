"""Candidates: the arrangements that may fill a gap, the least strange first."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from export.paper.filling import floats, white
from export.paper.filling.arrangement import Arrangement
from export.paper.filling.gaps import Gap, first_on, places_of
from export.paper.tables.places import Tables
from export.paper.tables.turned_pages import goes_along, is_short, names
from export.patches.boxes import page_boxes

# A first row of so many lines is a paragraph by itself.
_HIGH_ROW: Final = 3
# What a picture keeps of its height, as at the last steps of fitting.
_LEAST_PART: Final = 0.6


def candidates(now: Arrangement, gap: Gap, document: Any, tables: Tables) -> Iterator[Arrangement]:
    """Each is to be laid out."""
    heights = _heights(document, now.blocks)
    if gap.is_behind:
        yield from _behind(now, gap, heights, tables)
    elif now.blocks[gap.at].tag == "table":
        yield from _table(now, gap, document, heights, tables)
    else:
        yield from _picture(now, gap, document, heights)


def _table(
    now: Arrangement, gap: Gap, document: Any, heights: Mapping[Any, float], tables: Tables
) -> Iterator[Arrangement]:
    table = now.blocks[gap.at]
    is_on_side = table in tables.sides and table not in now.frames
    if _first_row(document, table) >= _HIGH_ROW:
        yield replace(now, cut=now.cut | {table})
    # What stands on its side begins a page: text that passes it ends on the page before.
    if down := floats.downwards(now.blocks, gap.at, heights, gap.room, is_whole=is_on_side):
        yield replace(now, blocks=down)
    if white.is_turned(page_boxes(document)[gap.page]):
        yield replace(now, along=now.along | {table})
    elif is_on_side:
        yield from _along(now, gap, document)
    elif up := floats.upwards(now.blocks, gap.at, heights, heights.get(table, 0.0) - gap.room):
        yield replace(now, blocks=up)


def _picture(
    now: Arrangement, gap: Gap, document: Any, heights: Mapping[Any, float]
) -> Iterator[Arrangement]:
    figure = now.blocks[gap.at]
    if down := floats.downwards(now.blocks, gap.at, heights, gap.room):
        yield replace(now, blocks=down)
    if up := floats.upwards(now.blocks, gap.at, heights, heights.get(figure, 0.0) - gap.room):
        yield replace(now, blocks=up)
    if "image" in names(figure) and (high := _lower(document, figure, gap.room)):
        yield replace(now, lower={**now.lower, figure: high})


def _behind(
    now: Arrangement, gap: Gap, heights: Mapping[Any, float], tables: Tables
) -> Iterator[Arrangement]:
    table = now.blocks[gap.at]
    frame = None if floats.is_divided(now.blocks, gap.at) else tables.sideways(table)
    if frame is not None:
        yield replace(now, frames={**now.frames, table: frame})
    if text := _text_behind(now, gap, heights, tables.part_of_columns):
        yield replace(now, columns=now.columns | text)
    if tables.is_larger(table):
        yield replace(now, small=now.small | {table})


def _text_behind(now: Arrangement, gap: Gap, heights: Mapping[Any, float], part: float) -> frozenset[Any]:
    """What follows a table on its side and has room on its page in two columns, `part` as wide as a text."""
    out: list[Any] = []
    room = gap.room * 2 * part
    for block in now.blocks[floats.end_of(now.blocks, gap.at) :]:
        room -= heights.get(block, 0.0)
        if room < 0 or not floats.is_words(block):
            break
        out.append(block)
    while out and goes_along(out[-1]):
        out.pop()
    return frozenset(out)


def _along(now: Arrangement, gap: Gap, document: Any) -> Iterator[Arrangement]:
    """What stands on the page before a table on its side stands there too, where it is short."""
    page = page_boxes(document)[gap.page]
    first = 0 if gap.page == 0 else first_on(page, places_of(now))
    before = now.blocks[first : gap.at] if first is not None else ()
    if before and is_short(before) and not any(map(floats.is_float, before)):
        yield replace(now, along=now.along | frozenset(before))


def _lower(document: Any, figure: Any, room: float) -> float:
    """How high a picture would be that has room where its page ends; 0 where that is too low."""
    for page in page_boxes(document):
        for box in page.descendants():
            if box.element is figure and type(box).__name__ == "BlockBox":
                image = next((one for one in box.descendants() if "Replaced" in type(one).__name__), None)
                if image is not None:
                    high = float(image.height - (box.margin_height() - room) - 1)
                    return high if high >= _LEAST_PART * image.height else 0.0
    return 0.0


def _first_row(document: Any, table: Any) -> int:
    """The lines of the first row of a table."""
    body = table.find("tbody")
    row = body[0] if body is not None and len(body) else None
    for page in page_boxes(document):
        for box in page.descendants():
            if row is not None and box.element is row:
                return max(map(_lines, box.children), default=0)
    return 0


def _lines(cell: Any) -> int:
    return len({round(box.position_y) for box in cell.descendants() if type(box).__name__ == "LineBox"})


def _heights(document: Any, blocks: Collection[Any]) -> dict[Any, float]:
    """Of blocks, in pixels, over all pages."""
    found: dict[Any, float] = {}
    known = frozenset(blocks)
    for page in page_boxes(document):
        for box in page.descendants():
            if "Block" in type(box).__name__ and box.element in known:
                found[box.element] = found.get(box.element, 0.0) + box.margin_height()
    return found
