"""The boxes of laid-out pages, of which nothing public in WeasyPrint tells where they are.

Tables, bars, broken boxes and the count of pages are measured on them. A version without them fails each
print, and the tests. The server imports what counts pages, so WeasyPrint is not imported here.
"""

from typing import Any


def page_boxes(document: Any) -> list[Any]:
    """The box of each page, with what stands on it as its descendants."""
    return [page._page_box for page in document.pages]  # noqa: SLF001 -- see above


def language_of(document: Any) -> str:
    """What the HTML says of its language."""
    return str(page_boxes(document)[0].children[0].element.get("lang", ""))
