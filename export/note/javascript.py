"""Patterns of Python as those of JavaScript in Unicode mode."""

import re
from typing import Final

# `\w` and `\b` of JavaScript are those of ASCII, in Unicode mode too.
_LETTER: Final = r"\p{L}\p{M}\p{N}_"
_EDGE: Final = rf"(?:(?<=[{_LETTER}])(?![{_LETTER}])|(?<![{_LETTER}])(?=[{_LETTER}]))"


def of_javascript(pattern: str) -> str:
    """The same pattern for `new RegExp(pattern, "u")`, of those signs that the patterns of notes have."""
    in_class = re.sub(r"\[([^\]]*)\\w([^\]]*)\]", lambda found: f"[{found[1]}{_LETTER}{found[2]}]", pattern)
    return (
        in_class.replace(r"\w", f"[{_LETTER}]")
        .replace(r"\b", _EDGE)
        .replace(r"\A", "^")
        .replace("(?P<", "(?<")
        .replace(r"\-", "-")
    )
