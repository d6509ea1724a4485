"""Contents of a note end on the page on which they begin: else their second level goes.

Where the first level alone is too long for a page, it goes on with a third of its lines at least.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from export.patches.boxes import page_boxes

# Of the first level, so that the rest still says what the note is about.
_FEWEST: Final = 3
_LEAST_PART: Final = 1 / 3
# Fewer lines fit under any head, in any format.
_MAY_GO_ON: Final = 12


def foresee(root: Any, lay: Callable[[], Any]) -> None:
    """The same as `settled` before anything is laid out: contents and what stands before them, alone.

    Their numbers of pages are not known yet, so a line may be longer later: `settled` looks again.
    """
    contents = _contents(root)
    if contents is not None and sum(1 for _ in contents.iter("li")) >= _MAY_GO_ON:
        with _without_what_follows(root, contents):
            settled(root, lay(), lay)


def settled(root: Any, document: Any, lay: Callable[[], Any]) -> Any:
    """The document, or one whose contents are shorter or better divided."""
    contents = _contents(root)
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


def _contents(root: Any) -> Any:
    return next((nav for nav in root.iter("nav") if nav.get("class") == "contents"), None)


@contextmanager
def _without_what_follows(root: Any, element: Any) -> Iterator[None]:
    """Within the block nothing stands behind an element."""
    parents = {child: parent for parent in root.iter() for child in parent}
    taken = []
    while (parent := parents.get(element)) is not None:
        at = list(parent).index(element) + 1
        taken.append((parent, parent[at:]))
        del parent[at:]
        element = parent
    try:
        yield
    finally:
        for parent, others in taken:
            parent.extend(others)


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
