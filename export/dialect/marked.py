"""Number of changes whose marks are in a body for the reader."""

import re
from typing import Final

# User text cannot hold it: quotation marks in it are escaped.
_MARKED: Final = re.compile(r' data-ch="(\d+)"')


def marked(html: str) -> int:
    """0 where it has none, or could not have them; a change may have marks in several places."""
    return len(set(_MARKED.findall(html)))
