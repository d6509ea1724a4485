"""Footnotes stay on the page of their call, also when a line more would fit without them.

WeasyPrint 70 moves the notes of a page to the next one when that lets a paragraph keep enough lines here
(`_linebox_layout` in layout/block.py), and it does not do so in columns. There is no style to forbid it, so
that function is told that all text is in columns; it asks for nothing else. On a version that was not read, a
note may stand on the page after its call.
"""

import sys

from weasyprint.layout import LayoutContext

from export.patches import is_read

_MOVES_FOOTNOTES = "_linebox_layout"


def keep_with_calls() -> None:
    """For the whole process."""
    if is_read("weasyprint"):
        LayoutContext.in_column = property(_is_in_column, _set_in_column)


def _is_in_column(context: LayoutContext) -> bool:
    caller = sys._getframe(1).f_code.co_name  # noqa: SLF001 -- the only way to know the caller
    return caller == _MOVES_FOOTNOTES or bool(context.__dict__["in_column"])


def _set_in_column(context: LayoutContext, is_in_column: object) -> None:
    context.__dict__["in_column"] = is_in_column
