"""An upright picture beside its text: which ones, and before which paragraph they stand.

The text of a section flows around it. One that has too little text behind it goes before a paragraph or two
of those before it; one that has none there either stays alone.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final

from export.paper.filling import white
from export.paper.tables.turned_pages import add_name, is_heading, names
from export.patches.boxes import page_boxes

BESIDE: Final = "beside"
_TEXT: Final = frozenset({"p", "ul", "ol"})
# Letters: what stands beside the whole height of such a picture, in each format about the same, and the least
# of that for which the column of text is made narrow.
_FULL, _LEAST = 560, 220
_LEAST_LINES: Final = 2
_MOST_UP: Final = 2
# Per cent of the text.
_NARROW: Final = 50
_WIDTH: Final = re.compile(r"width: (\d+)%")


def place(root: Any) -> bool:
    """Before the sheet is laid out; whether any stands so."""
    main, is_any = next(root.iter("main"), None), False
    if main is None:
        return False
    for figure in [block for block in main if _may_stand_beside(block)]:
        blocks = list(main)
        at = blocks.index(figure)
        behind = _letters(blocks[at + 1 :])
        to = at
        while behind < _FULL and at - to < _MOST_UP and to and _is_text(blocks[to - 1]):
            to -= 1
            behind += _letters(blocks[to : to + 1])
        if behind < _LEAST:
            continue
        add_name(figure, BESIDE)
        if width := _width(figure):
            figure.set("style", f"width: {width}%")
        main.remove(figure)
        main.insert(to, figure)
        is_any = True
    return is_any


def has_text(figure: Any, blocks: Sequence[Any]) -> bool:
    """Whether enough of the text in this order stands behind a picture, where that stands beside text."""
    return BESIDE not in names(figure) or _letters(blocks[blocks.index(figure) + 1 :]) >= _LEAST


def gives_way(document: Any) -> bool:
    """Whether a picture reaches into the notes at the foot of its page: then it stands alone.

    WeasyPrint 70 places a float once; a note that is called beside it comes later and takes of its room.
    """
    return _stand_alone({box.element for page in page_boxes(document) for box in _in_notes(page)})


def is_bare(document: Any) -> bool:
    """Whether the text of a picture came to stand on the page behind it: then it stands alone."""
    return _stand_alone({box.element for page in page_boxes(document) for box in _bare(page)})


def _stand_alone(figures: Collection[Any]) -> bool:
    for figure in figures:
        add_name(figure, BESIDE, is_in=False)
        if _width(figure):
            figure.attrib.pop("style")
    return bool(figures)


def _in_notes(page: Any) -> Iterator[Any]:
    feet = [box for box in page.children if type(box).__name__ == "FootnoteAreaBox" and box.children]
    for box in _on(page) if feet else ():
        if box.border_box_y() + box.border_height() > feet[0].position_y + 1:
            yield box


def _bare(page: Any) -> Iterator[Any]:
    for box in _on(page):
        own = set(map(id, box.descendants()))
        middles = {
            round(leaf.position_y + leaf.height / 2) for leaf in white.leaves(page) if id(leaf) not in own
        }
        end = box.border_box_y() + box.border_height()
        if sum(box.border_box_y() < middle < end for middle in middles) < _LEAST_LINES:
            yield box


def _on(page: Any) -> Iterator[Any]:
    for box in page.descendants():
        if type(box).__name__ == "BlockBox" and box.element_tag == "figure" and BESIDE in names(box.element):
            yield box


def _may_stand_beside(block: Any) -> bool:
    """A photograph; a drawing, which is to be read, only where the note makes it narrow."""
    said = names(block)
    if block.tag != "figure" or not {"image", "upright"} <= said:
        return False
    return _width(block) <= _NARROW if "sized" in said else "drawing" not in said


def _width(figure: Any) -> int:
    """In per cent of the text, where the note says it; else 0."""
    found = _WIDTH.search(next(figure.iter("img")).get("style", ""))
    return int(found[1]) if found else 0


def _is_text(block: Any) -> bool:
    return block.tag in _TEXT and "lead" not in names(block)


def _letters(blocks: Sequence[Any]) -> int:
    """Of the text that may stand beside it, headings between included."""
    count = 0
    for block in blocks:
        if not (block.tag in _TEXT or is_heading(block)):
            break
        count += len("".join(block.itertext()))
        if count >= _FULL:
            break
    return count
