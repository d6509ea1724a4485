"""Printed pages as the print engine laid them out: which line, row and heading came to stand where."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from export.patches.boxes import page_boxes

# CSS pixels: less is what rounding does.
PATIENCE = 0.7
# What a wide table may take of the margin for the hand.
MARGIN = 44 * 96 / 25.4
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6", "dt", "caption", "th"})
_TITLES = frozenset({"callout-title", "contents-title"})
_FOOT = "FootnoteAreaBox"
_BLOCKS = frozenset({"p", "li", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6"})


class Spot(NamedTuple):
    """A box on a page, counted from 1."""

    page: int
    words: str


def outside(document: Any) -> list[Spot]:
    """Words and pictures that stand where the margins are."""
    out = []
    for number, page in _pages(document):
        left, top = page.content_box_x() - PATIENCE, page.content_box_y() - PATIENCE
        right, bottom = left + page.width + 2 * PATIENCE, top + page.height + 2 * PATIENCE
        beside = {id(box) for table in _in_flow(page) if _is_beside(table) for box in table.descendants()}
        for box in _in_flow(page):
            kind = type(box).__name__
            if kind == "TextBox" or "Replaced" in kind:
                x, y, width, height = box.position_x, box.position_y, box.width, box.height
                if kind == "TextBox" and not box.text.strip():
                    continue
                edge = right + MARGIN if id(box) in beside else right
                if x < left or y < top or x + width > edge or y + height > bottom:
                    out.append(Spot(number, getattr(box, "text", box.element_tag)))
    return out


def lonely_lines(document: Any) -> list[Spot]:
    """A first or a last line that stands on another page than its neighbours."""
    places: dict[int, dict[int, int]] = defaultdict(dict)
    said: dict[int, str] = {}
    for number, page in _pages(document):
        for box in _in_flow(page):
            if type(box).__name__ == "BlockBox" and box.element_tag in _BLOCKS:
                lines = [child for child in box.children if type(child).__name__ == "LineBox"]
                if lines:
                    name = id(box.element)
                    places[name][number] = places[name].get(number, 0) + len(lines)
                    said.setdefault(name, _words(box))
    return [
        Spot(page, said[name])
        for name, pages in places.items()
        if len(pages) > 1
        for page in (min(pages), max(pages))
        if pages[page] < 2
    ]


def cut_rows(document: Any) -> list[Spot]:
    """Rows of tables that begin on one page and end on another."""
    seen: dict[int, int] = {}
    out = []
    for number, page in _pages(document):
        for box in _in_flow(page):
            is_row = type(box).__name__ == "TableRowBox" and _group(box) != "thead"
            if is_row and seen.setdefault(id(box.element), number) != number:
                out.append(Spot(number, _words(box)))
    return out


def heads_at_the_foot(document: Any) -> list[Spot]:
    """Headings, titles of boxes, captions and heads of tables with nothing of theirs under them."""
    out = []
    for number, page in _pages(document):
        above: Any = None
        for box in _text_of(page):
            is_text = type(box).__name__ == "LineBox" or "Replaced" in type(box).__name__
            if is_text:
                above = box if _is_head(box) else None
        if above is not None:
            out.append(Spot(number, _words(above)))
    return out


def parted_captions(document: Any) -> list[Spot]:
    """Captions of which a line stands on another page than its picture."""
    pictures: dict[Any, int] = {}
    out = []
    for number, page in _pages(document):
        for figure in _text_of(page):
            if figure.element_tag != "figure" or "Block" not in type(figure).__name__:
                continue
            for box in figure.descendants():
                if "Replaced" in type(box).__name__:
                    pictures[figure.element] = number
                elif type(box).__name__ == "LineBox" and pictures.get(figure.element) != number:
                    out.append(Spot(number, _words(box)))
    return out


def footnotes(document: Any) -> list[tuple[set[int], set[int]]]:
    """For each page, the notes that are called on it, and those that begin at its foot."""
    out = []
    begun: set[int] = set()
    for _, page in _pages(document):
        called = {
            id(box.element) for box in _in_flow(page) if str(box.element_tag).endswith("::footnote-call")
        }
        area = [child for child in page.children if type(child).__name__ == _FOOT]
        answered = {id(note.element) for foot in area for note in foot.children} - begun
        begun |= answered
        out.append((called, answered))
    return out


def fill(document: Any) -> float:
    """How much of the last page holds something."""
    *_, (_, page) = _pages(document)
    return float(page.children[0].margin_height() / page.height)


def lines(document: Any) -> list[int]:
    """How many lines stand on each page, but for the word at the end; what stands side by side is one."""
    return [
        len({
            round(box.position_y)
            for box in _text_of(page)
            if type(box).__name__ == "LineBox" and (box.element is None or box.element.get("class") != "end")
        })
        for _, page in _pages(document)
    ]  # fmt: skip


def said(document: Any) -> list[str]:
    """The words of each page."""
    return [_words(page) for _, page in _pages(document)]


def _pages(document: Any) -> Iterator[tuple[int, Any]]:
    yield from enumerate(page_boxes(document), 1)


def _in_flow(page: Any) -> Iterator[Any]:
    """Without what stands in the margins."""
    for child in page.children:
        if type(child).__name__ != "MarginBox":
            yield child
            yield from child.descendants()


def _text_of(page: Any) -> Iterator[Any]:
    """Without the notes at the foot either."""
    for child in page.children:
        if type(child).__name__ not in {"MarginBox", _FOOT}:
            yield from child.descendants()


def _group(row: Any) -> str:
    is_again = "again-head" in (row.element.get("class") or "").split()
    heads = [cell.element_tag == "th" and cell.element.get("scope") != "row" for cell in row.children]
    return "thead" if is_again or any(heads) else "tbody"


def _is_beside(box: Any) -> bool:
    return box.element_tag == "table" and "beside" in (box.element.get("class") or "").split()


def _is_head(box: Any) -> bool:
    names = set((box.element.get("class") or "").split()) if box.element is not None else set()
    return box.element_tag in _HEADINGS or bool(names & _TITLES)


def _words(box: Any) -> str:
    texts = (one.text for one in box.descendants() if type(one).__name__ == "TextBox")
    return " ".join(" ".join(texts).split())
