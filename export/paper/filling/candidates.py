"""Candidates: the arrangements that may fill a gap, the least strange first."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from export.dialect.charts import CLOSER
from export.note.formats import Format
from export.paper.filling import beside, floats, white
from export.paper.filling.arrangement import Arrangement
from export.paper.filling.gaps import Gap, first_on, places_of
from export.paper.tables.places import Tables
from export.paper.tables.turned_pages import goes_along, is_short, names
from export.patches.boxes import page_boxes

# A first row of so many lines is a paragraph by itself; in large print two take the room of three.
_HIGH_ROW: Final = {Format.NOTE: 3, Format.LARGE: 2, Format.POCKET: 3}
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
    is_turned = white.is_turned(page_boxes(document)[gap.page])
    # Behind an upright page, a table on its side begins a page anyway.
    least = _HIGH_ROW[tables.shape if is_turned or not is_on_side else Format.NOTE]
    if _first_row(document, table) >= least:
        yield replace(now, cut=now.cut | {table})
    # What stands on its side begins a page: text that passes it ends on the page before.
    if down := floats.downwards(now.blocks, gap.at, heights, gap.room, is_whole=is_on_side):
        yield replace(now, blocks=down)
    if is_turned:
        yield replace(now, along=now.along | {table})
    elif is_on_side:
        yield from _along(now, gap, document)
    elif up := floats.upwards(now.blocks, gap.at, heights, heights.get(table, 0.0) - gap.room):
        yield replace(now, blocks=up)


def _picture(
    now: Arrangement, gap: Gap, document: Any, heights: Mapping[Any, float]
) -> Iterator[Arrangement]:
    figure = now.blocks[gap.at]
    down = floats.downwards(now.blocks, gap.at, heights, gap.room)
    if down and beside.has_text(figure, down):
        yield replace(now, blocks=down)
    if up := floats.upwards(now.blocks, gap.at, heights, heights.get(figure, 0.0) - gap.room):
        yield replace(now, blocks=up)
    under = _under(document, now.blocks[gap.at - 1]) if gap.at else 0.0
    if "image" in names(figure) and (high := _lower(document, figure, gap.room - under)):
        yield replace(now, lower={**now.lower, figure: high})
    if closer := [one for one in figure if CLOSER in names(one)]:
        close = replace(now, close=now.close | {figure})
        yield close
        if len(closer[0]) > 1:
            yield replace(close, long=now.long | {figure})


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


def _under(document: Any, block: Any) -> float:
    """What stands free under the last line of a block, in pixels: the padding of a box, its margin."""
    found = [
        box
        for page in page_boxes(document)
        for box in page.descendants()
        if box.element is block and "Block" in type(box).__name__
    ]
    if not found:
        return 0.0
    last = found[-1]
    lines = [box.position_y + box.height for box in last.descendants() if type(box).__name__ == "LineBox"]
    end = float(last.position_y + last.margin_height())
    return end - max(lines, default=end)


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
