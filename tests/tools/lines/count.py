"""Counts of what a typesetter looks for in laid-out pages: hyphens, names, tails, ragged ends, white feet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from export.patches.boxes import page_boxes

_TEXT_BLOCKS = frozenset({"p", "li", "dd", "td", "blockquote", "div", "span"})
_HYPHENED = re.compile(r"[^\W\d_]-\Z")
_HEAD, _TAIL = re.compile(r"[^\W\d_’'-]+-?\Z"), re.compile(r"[^\W\d_-]+")
_WHITE = 0.2
_SHORT = 5
_IGNORED = {ord("\u2060"): None, ord("\u200b"): None}


@dataclass
class Count:
    """`words` are the hyphenated ones; `white` is the empty part of each line that another one follows."""

    pages: int = 0
    lines: int = 0
    hyphens: int = 0
    names: int = 0
    tails: int = 0
    short: int = 0
    in_three: int = 0
    over_pages: int = 0
    white_pages: int = 0
    white: list[float] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def add(self, document: Any, source: str) -> None:
        known = frozenset(re.findall(r"[^\W\d_]+", source.replace("’", "'")))
        blocks: dict[int, list[tuple[int, Any, Any]]] = {}
        pages = page_boxes(document)
        for number, page in enumerate(pages):
            for block, line in _lines(page):
                blocks.setdefault(id(block.element), []).append((number, block, line))
        for lines in blocks.values():
            self._block(lines, known)
        self.pages += len(pages)
        self.white_pages += sum(_is_white(page) for page in pages[:-1])

    def _block(self, lines: list[tuple[int, Any, Any]], known: frozenset[str]) -> None:
        said = [_said(line) for _, _, line in lines]
        self.lines += len(lines)
        row = 0
        for (page, block, line), (next_page, _, _), before, after in zip(
            lines, lines[1:], said, said[1:], strict=False
        ):
            self.white.append(max(0.0, 1 - line.width / block.width) if block.width else 0)
            cut = _cut(before, after, known)
            row = row + 1 if cut else 0
            if not cut:
                continue
            self.words.append(cut)
            self.hyphens += 1
            self.names += cut[0].isupper()
            self.in_three += row > 2
            self.over_pages += page != next_page
        if len(lines) > 1:
            is_tail = _cut(said[-2], said[-1], known) and " " not in said[-1]
            self.tails += bool(is_tail)
            self.short += not is_tail and len(said[-1]) < _SHORT


def _cut(before: str, after: str, known: frozenset[str]) -> str:
    """The word that goes on in the next line; one that has a hyphen of its own is not meant."""
    first, second = _HEAD.search(before), _TAIL.match(after)
    if not (first and second and first[0].endswith("-")):
        return ""
    whole = first[0][:-1] + second[0]
    return whole if whole in known else ""


def _lines(page: Any) -> Iterator[tuple[Any, Any]]:
    for child in page.children:
        if type(child).__name__ == "MarginBox":
            continue
        for block in (child, *child.descendants()):
            if block.element_tag in _TEXT_BLOCKS:
                for line in getattr(block, "children", ()):
                    if type(line).__name__ == "LineBox":
                        yield block, line


def _said(line: Any) -> str:
    texts = (box.text for box in line.descendants() if type(box).__name__ == "TextBox")
    return re.sub("[\u00a0\u202f]", " ", "".join(texts).translate(_IGNORED)).replace("’", "'").strip()


def _is_white(page: Any) -> bool:
    """Over a fifth of it is empty above its notes, though the note goes on."""
    feet = [child.position_y for child in page.children if type(child).__name__ == "FootnoteAreaBox"]
    ends = [
        box.position_y + box.height
        for child in page.children
        if type(child).__name__ not in {"MarginBox", "FootnoteAreaBox"}
        for box in child.descendants()
        if type(box).__name__ == "LineBox" or "Replaced" in type(box).__name__
    ]
    top = page.content_box_y()
    foot = min([top + page.height, *(foot for foot in feet if foot > top)])
    return bool(ends) and foot - max(ends) > _WHITE * page.height


def row(count: Count, numbers: int) -> dict[str, float]:
    """The figures of one row of the table."""
    white = sorted(count.white)
    return {
        "pages": count.pages,
        "lines": count.lines,
        "hyphenated, % of lines": round(100 * count.hyphens / count.lines, 1),
        "hyphenated, % of lines that go on": round(100 * count.hyphens / len(white), 1),
        "names cut": count.names,
        "last line a tail": count.tails,
        "last line < 5 letters": count.short,
        "third hyphen in a row": count.in_three,
        "hyphen over a page": count.over_pages,
        "numbers cut": numbers,
        "white at line ends, mean %": round(100 * sum(white) / len(white), 1),
        "white at line ends, p95 %": round(100 * white[int(len(white) * 0.95)], 1),
        "white at line ends, most %": round(100 * white[-1], 1),
        "pages with a fifth white": count.white_pages,
    }
