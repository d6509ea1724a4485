"""A line of text is split once for all layouts that ask the same of it.

WeasyPrint 70 splits the text of a cell to measure its columns, again for the row and again for the page, and
that of a paragraph once more where its page is laid out anew; each time Pango shapes it up to three times
(`split_first_line` in text/line_break.py). The same arguments have the same answer while a document is laid
out. On a version that was not read, a print takes up to a tenth longer.
"""

import copy
from typing import Any

from weasyprint.layout import inline, preferred
from weasyprint.text import line_break

from export.patches import is_read

_KNOWN = "known_lines"


def split_once() -> None:
    """For the whole process."""
    if is_read("weasyprint"):
        inline.split_first_line = preferred.split_first_line = _split


def _split(
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,  # noqa: FBT001, FBT002 -- WeasyPrint's signature
    minimum: bool = False,  # noqa: FBT001, FBT002
) -> tuple[Any, ...]:
    """What tells how words are divided, `context.dictionaries`, may be another one for a while."""
    asked = (text, max_width, justification_spacing, is_line_start, minimum, type(context.dictionaries))
    # By the style itself: equal elements share theirs, and a copy of it begins anew.
    known = style.__dict__.setdefault(_KNOWN, {})
    if asked not in known:
        known[asked] = line_break.split_first_line(
            text, style, context, max_width, justification_spacing, is_line_start, minimum
        )
    layout, *others = known[asked]
    return (copy.copy(layout), *others)
