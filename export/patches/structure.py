"""The box of each structure element, which WeasyPrint knows while it builds the tag tree, and forgets.

Without it nothing tells a footnote, a contents or the second half of a paragraph from any other element. On a
version that was not read, no element has a box, and the tag tree stays as WeasyPrint writes it.
"""

from collections.abc import Iterator
from functools import wraps
from typing import Any

from weasyprint.pdf import tags

from export.patches import is_read

_BOX, _BUILD = "box", "_build_box_tree"


def keep_boxes() -> None:
    """For the whole process."""
    build = getattr(tags, _BUILD)
    if not is_read("weasyprint") or hasattr(build, "__wrapped__"):
        return

    @wraps(build)
    def kept(box: Any, *about: Any) -> Iterator[Any]:
        for element in build(box, *about):
            if not hasattr(element, _BOX):  # what `html` and `body` hold is given on, and has its own
                setattr(element, _BOX, getattr(box, "_box", box))
            yield element

    setattr(tags, _BUILD, kept)


def box_of(element: Any) -> Any:
    """The box that an element was made of; None where it was made of none."""
    return getattr(element, _BOX, None)
