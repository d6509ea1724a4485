"""Numbers in the cells of a table: a column of them stands flush right, on paper and on screens alike."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from export.languages import language_of
from export.note.javascript import of_javascript
from export.note.unbroken import ANY, JOINER, UNITS

# Before a number; the sums of English stand there too, and their scale behind: $1.2bn.
_BEFORE: Final = rf"(?:[+−±≈~<>≤≥-]{ANY}?)*(?:[$€£¥]{ANY}?)?"
_BEHIND: Final = rf"(?:{ANY}?(?:[%‰€$£¥°]|(?:k|K|m|M|bn|Md|B)[€$£]?(?!\w)|(?:{UNITS}){ANY}?(?:{UNITS})?))?"
# What stands where a number is missing.
MISSING: Final = re.compile(
    rf"[–—−-]|…|\?|[xX]|n\.?{ANY}?[adcs]\.?|s\.?{ANY}?o\.?|n/[ac]|N/[AC]|N\.?[ADCS]\.?|n\.?r\.?"
)
# The source of a cell: calls of notes, addresses of links, and signs that are not shown.
_UNSAID: Final = re.compile(r"\[\^[^\]\s]+\]|\]\([^)\s]*\)|[*`\[\]\\~]")


@cache
def number(lang: str) -> re.Pattern[str]:
    """A cell that is a number, with its `fraction` and its `unit`, as this language writes it."""
    say = language_of(lang)
    groups = rf"(?:{ANY}|{re.escape(say.group)})"
    return re.compile(
        rf"{_BEFORE}(?:\d{{1,3}}(?:{groups}\d{{3}})+|\d+)(?P<fraction>{re.escape(say.decimal)}\d+)?"
        rf"(?P<unit>{_BEHIND})"
    )


def for_scripts(lang: str) -> str:
    """The pattern of such a cell for JavaScript, with the group `missing` where a number is missing."""
    return of_javascript(rf"(?P<missing>{MISSING.pattern})|{number(lang).pattern}")


def are_numbers(column: Sequence[str], lang: str) -> bool:
    """Whether the sources of the cells under a head are numbers or missing, and one is a number at least."""
    said = [_UNSAID.sub("", cell).replace(JOINER, "").strip() for cell in column]
    written = [cell for cell in said if cell and not MISSING.fullmatch(cell)]
    return bool(written) and all(number(lang).fullmatch(cell) for cell in written)
