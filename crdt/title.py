"""The title of a note: its first heading of the first level."""

import re
from typing import Final

MAX_TITLE: Final = 200
_HEADING = re.compile(r"^ {0,3}#[ \t]+(.*)$", re.MULTILINE)


def title_of(markdown: str) -> str:
    """The title in plain text, empty where there is none; at most MAX_TITLE characters."""
    match = _HEADING.search(markdown)
    return match[1].rstrip(" \t#").strip()[:MAX_TITLE] if match else ""


def retitled(markdown: str, title: str) -> str:
    """The text with another title: in place of its own, or before all else where it has none."""
    match = _HEADING.search(markdown)
    if match is None:
        return f"# {title}\n\n{markdown}" if markdown else f"# {title}\n"
    return f"{markdown[: match.start(1)]}{title}{markdown[match.end(1) :]}"
