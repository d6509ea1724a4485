"""Last lines: a last page has four of them at least; those before it are kept with what follows.

Where the word at the end of a note makes that page, it stands nearer to the text. Where four lines leave the
page before whiter than it may be, three are enough.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from export.paper.filling import white
from export.paper.tables.turned_pages import add_name, names
from export.patches.boxes import page_boxes

LEAST: Final = 4
_NEAR: Final = "near"
_NOT_TEXT: Final = frozenset({"MarginBox", "FootnoteAreaBox"})
_END: Final = "end"


def with_its_end_near(root: Any, document: Any, lay: Callable[[], Any]) -> Any:
    """The document, or one of a page less, in which the word at the end stands nearer to the text."""
    ends = [one for one in root.iter("p") if _END in names(one)]
    if not ends or not _is_short(document):
        return document
    add_name(ends[0], _NEAR)
    nearer = lay()
    if len(nearer.pages) < len(document.pages):
        return nearer
    add_name(ends[0], _NEAR, is_in=False)
    return document


def settled(document: Any, lay: Callable[[], Any]) -> tuple[Any, dict[Any, str]]:
    """The document with enough lines on its last page, and the styles that its HTML was told for that."""
    styles = _kept(document, LEAST)
    if not styles:
        return document, {}
    say(styles)
    four = lay()
    most = white.whole(document)
    if white.whole(four) <= most:
        return four, styles
    unsay(styles)
    fewer = _kept(document, LEAST - 1)
    say(fewer)
    three = lay() if fewer else document
    if white.whole(three) <= most:
        return three, fewer
    unsay(fewer)
    say(styles)
    return four, styles


def _is_short(document: Any) -> bool:
    *_, last = page_boxes(document)
    return len(document.pages) > 1 and _lines(last) < LEAST


def _kept(document: Any, least: int) -> dict[Any, str]:
    """Where the last page has too few lines, the styles of elements by which so many stay together."""
    *_, last = page_boxes(document)
    found: dict[Any, str] = {}
    if len(document.pages) == 1 or _lines(last) >= least:
        return found
    behind = 0
    for element, lines in reversed(list(_blocks(document))):
        if behind + lines >= least:
            found[element] = f"widows: {max(2, least - behind)}"
            break
        found[element] = "break-before: avoid"
        behind += lines
    return found


def say(styles: Mapping[Any, str]) -> None:
    """Let the HTML say so."""
    for element, style in styles.items():
        element.set("style", "; ".join(filter(None, [element.get("style"), style])))


def unsay(styles: Mapping[Any, str]) -> None:
    """Let it say what it said before."""
    for element, style in styles.items():
        before = element.get("style", "").removesuffix(style).removesuffix("; ")
        if before:
            element.set("style", before)
        else:
            element.attrib.pop("style", None)


def _lines(page: Any) -> int:
    """As one counts them on paper: cells side by side share theirs, a picture takes the room of some."""
    heights: set[int] = set()
    for box in _text(page):
        kind = type(box).__name__
        if kind == "LineBox" and not _is_end(box):
            heights.add(round(box.position_y))
        elif "Replaced" in kind and box.height > LEAST * 16:
            return LEAST
    return len(heights)


def _blocks(document: Any) -> Iterator[tuple[Any, int]]:
    """What lines stand in, in their order, rows of tables as a whole, and how many lines each has."""
    found: dict[Any, set[tuple[int, int]]] = {}
    for number, page in enumerate(page_boxes(document)):
        row: Any = None
        for box in _text(page):
            if type(box).__name__ == "TableRowBox":
                row = box
            if type(box).__name__ == "LineBox" and not _is_end(box) and box.element is not None:
                is_in_row = row is not None and row.position_y <= box.position_y < row.position_y + row.height
                element = row.element if is_in_row else box.element
                found.setdefault(element, set()).add((number, round(box.position_y)))
    yield from ((element, len(lines)) for element, lines in found.items())


def _text(page: Any) -> Iterator[Any]:
    for child in page.children:
        if type(child).__name__ not in _NOT_TEXT:
            yield child
            yield from child.descendants()


def _is_end(box: Any) -> bool:
    return box.element is not None and box.element.get("class") == _END
