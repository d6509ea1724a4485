"""A float that is not to be divided goes whole to the next page.

WeasyPrint 70 lays a float out as if its page were empty, and divides it where the page ends, whatever its
`break-inside` says (`float_layout` in layout/float.py): the caption of a picture stands on the next page.
Here such a float is laid out without an end of the page, and the block around it sees that it does not fit.
One that is higher than a page is divided. On a version that was not read, a caption may be parted from its
picture.
"""

import math
from functools import wraps
from typing import Any, Final

from weasyprint.layout import block

from export.patches import is_read

_LAYS_OUT: Final = "float_layout"
_AVOIDS: Final = frozenset({"avoid", "avoid-page"})


def keep_whole() -> None:
    """For the whole process."""
    lay = getattr(block, _LAYS_OUT)
    if not is_read("weasyprint") or hasattr(lay, "__wrapped__"):
        return

    @wraps(lay)
    def laid_out(
        context: Any, box: Any, around: Any, absolute: Any, fixed: Any, bottom_space: float, skip_stack: Any
    ) -> Any:
        if skip_stack is None and box.style["break_inside"] in _AVOIDS:
            whole = lay(context, box, around, absolute, fixed, -math.inf, None)
            if whole[0].margin_height() <= context.current_footnote_area.page.height:
                return whole
            context.excluded_shapes.pop()
        return lay(context, box, around, absolute, fixed, bottom_space, skip_stack)

    setattr(block, _LAYS_OUT, laid_out)
