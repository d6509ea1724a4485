"""The leader of a line is one text box, not one for each of its dots.

WeasyPrint 70 copies the box of a leader's sign until the line is full (`handle_leader` in layout/leader.py),
and each copy is shaped, drawn and tagged by itself: 7,000 of 11,000 texts in a long note with contents. Signs
stand at the same places, to a tenth of a pixel. On a version that was not read, such a print takes a tenth
longer.
"""

import copy
from collections.abc import Sequence
from typing import Any

from weasyprint.layout import inline
from weasyprint.layout.leader import handle_leader, leader_index

from export.patches import is_read


def join_signs() -> None:
    """For the whole process."""
    if is_read("weasyprint"):
        inline.handle_leader = _handle


def _handle(context: Any, line: Any, containing_block: Any) -> None:
    handle_leader(context, line, containing_block)
    _, leader = leader_index(line)
    if leader is not None and len(leader.children) > 1:
        leader.children = (_joined(leader.children),)


def _joined(signs: Sequence[Any]) -> Any:
    """One box in the place of all, which stand side by side and come from the right."""
    first, many = signs[-1].copy(), len(signs)
    first.text *= many
    first.width *= many
    first.pango_layout = copy.copy(first.pango_layout)
    first.pango_layout.text *= many
    return first
