"""An upright picture beside its text: which ones, and before which paragraph they stand.

The text of a section flows around it. One that has too little text behind it goes before a paragraph or two
of those before it; one that has none there either stays alone.
"""

import re
from collections.abc import Sequence
from typing import Any, Final

from export.paper.tables.turned_pages import add_name, is_heading, names

BESIDE: Final = "beside"
_TEXT: Final = frozenset({"p", "ul", "ol"})
# Letters: what stands beside the whole height of such a picture, in each format about the same, and the least
# of that for which the column of text is made narrow.
_FULL, _LEAST = 560, 220
_MOST_UP: Final = 2
# Per cent of the text.
_NARROW: Final = 50
_WIDTH: Final = re.compile(r"width: (\d+)%")


def place(root: Any) -> None:
    """Before the sheet is laid out."""
    main = next(root.iter("main"), None)
    if main is None:
        return
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
