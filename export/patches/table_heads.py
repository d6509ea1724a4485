"""A row of the head of a table for the pages that follow its first one: there alone it takes room.

WeasyPrint 70 repeats the head of a table as it is, and no style tells one page from another. Here the first
row of a head, where it has the class `again-head`, is laid out empty as long as nothing of the table stands
on a page before. On a version that was not read, no such row is made.
"""

from functools import wraps
from typing import Any, Final

from weasyprint.layout import block

from export.patches import is_read

AGAIN: Final = "again-head"
_LAYS_OUT: Final = "table_layout"


def keep_for_following() -> None:
    """For the whole process."""
    lay = getattr(block, _LAYS_OUT)
    if not is_read("weasyprint") or hasattr(lay, "__wrapped__"):
        return

    @wraps(lay)
    def laid_out(context: Any, table: Any, bottom_space: Any, skip_stack: Any, *about: Any) -> Any:
        part = _begun(table) if skip_stack is None else table
        return lay(context, part, bottom_space, skip_stack, *about)

    setattr(block, _LAYS_OUT, laid_out)


def is_applied() -> bool:
    """Whether such a row may be made."""
    return hasattr(getattr(block, _LAYS_OUT), "__wrapped__")


def _begun(table: Any) -> Any:
    """A table that begins here: the row stays, so that borders are counted as on all pages, and is empty."""
    head = table.children[0] if table.children else None
    if head is None or not head.is_header or not head.children:
        return table
    row, *rows = head.children
    if row.element is None or AGAIN not in row.element.get("class", "").split():
        return table
    empty = row.copy_with_children([cell.copy_with_children([]) for cell in row.children])
    return table.copy_with_children([head.copy_with_children([empty, *rows]), *table.children[1:]])
