"""A register for the `@counter-style` rules of our style sheets, which are read before a page is.

Nothing public in WeasyPrint makes one; without it, each page would know those of its own styles alone.
"""

from typing import Any

from weasyprint.css.counters import CounterStyle


def register() -> Any:
    """Empty, for `CSS` and `render`."""
    return CounterStyle()
