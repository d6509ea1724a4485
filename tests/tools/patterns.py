"""Prints the patterns of what no line may break, for web/src/preview/unbroken.json.

export/note/unbroken.py says what is kept together on paper and in the reader; the editor asks the same.
"""

import json
import re
import sys
from typing import Final

from export.note.unbroken import WHOLE

# `\w` and `\b` of JavaScript are those of ASCII, also in Unicode mode.
_LETTER: Final = r"\p{L}\p{M}\p{N}_"
_EDGE: Final = rf"(?:(?<=[{_LETTER}])(?![{_LETTER}])|(?<![{_LETTER}])(?=[{_LETTER}]))"


def of_javascript(pattern: str) -> str:
    """The same pattern for `new RegExp(pattern, "gu")`."""
    in_class = re.sub(r"\[([^\]]*)\\w([^\]]*)\]", lambda found: f"[{found[1]}{_LETTER}{found[2]}]", pattern)
    return (
        in_class.replace(r"\w", f"[{_LETTER}]")
        .replace(r"\b", _EDGE)
        .replace(r"\A", "^")
        .replace("(?P<", "(?<")
        .replace(r"\-", "-")
    )


def written() -> str:
    return json.dumps([of_javascript(one.pattern) for one in WHOLE], ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.buffer.write(written().encode())
