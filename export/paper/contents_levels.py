"""Contents of a note end on the page on which they begin: else their second level goes.

Where the first level alone is too long for a page, it goes on with a third of its lines at least.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

from export.patches.boxes import page_boxes

# Of the first level, so that the rest still says what the note is about.
_FEWEST: Final = 3
_LEAST_PART: Final = 1 / 3


def settled(root: Any, document: Any, lay: Callable[[], Any]) -> Any:
    """The document, or one whose contents are shorter or better divided."""
    contents = next((nav for nav in root.iter("nav") if nav.get("class") == "contents"), None)
    if contents is None or not _goes_on(contents, document):
        return document
    (lines,) = contents.iter("ol")
    inner = [line for line in lines if line.get("class") == "inner"]
    if inner and len(lines) - len(inner) >= _FEWEST:
        for line in inner:
            lines.remove(line)
        document = lay()
    on_pages = _lines_by_page(lines, document)
    least = round(len(lines) * _LEAST_PART)
    if len(on_pages) > 1 and on_pages[-1] < least:
        for line in lines[len(lines) - least + 1 :]:
            line.set("style", "break-before: avoid")
        document = lay()
    return document


def _goes_on(contents: Any, document: Any) -> bool:
    (lines,) = contents.iter("ol")
    return len(_lines_by_page(lines, document)) > 1


def _lines_by_page(lines: Any, document: Any) -> Sequence[int]:
    """How many lines of the contents stand on each page that has some."""
    elements = set(lines)
    counts = [
        len({box.element for box in page.descendants() if box.element in elements})
        for page in page_boxes(document)
    ]
    return [count for count in counts if count]
