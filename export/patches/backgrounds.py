"""The background of a box that became smaller after layout, which WeasyPrint computes once, in its layout.

A version without this function fails at the start of the printing process, and the tests.
"""

from typing import Any

from weasyprint.layout.background import layout_box_backgrounds


def lay_out_background(page_box: Any, box: Any) -> None:
    """Fit the background of a box to the size that it has now."""
    layout_box_backgrounds(page_box, box, None, layout_children=False)
