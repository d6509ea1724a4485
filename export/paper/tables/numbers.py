"""Numbers in cells: parses one, its part behind the last whole figure, and its width."""

import re
from functools import cache
from typing import Any, Final, NamedTuple

from export.languages import language_of
from export.note.faces import EM, advance
from export.note.unbroken import ANY, FIXED, JOINER, NARROW, UNITS

# Before a number; the sums of English stand there too, and their scale behind: $1.2bn.
_BEFORE: Final = rf"(?:[+−±≈~<>≤≥-]{ANY}?)*(?:[$€£¥]{ANY}?)?"
_BEHIND: Final = rf"(?:{ANY}?(?:[%‰€$£¥°]|(?:k|K|m|M|bn|Md|B)[€$£]?(?!\w)|(?:{UNITS}){ANY}?(?:{UNITS})?))?"
# What stands where a number is missing.
_MISSING: Final = re.compile(
    rf"[–—−-]|…|\?|[xX]|n\.?{ANY}?[adcs]\.?|s\.?{ANY}?o\.?|n/[ac]|N/[AC]|N\.?[ADCS]\.?|n\.?r\.?"
)
_CALLS: Final = frozenset({"fn", "again", "comment-call"})
_BOLD: Final = frozenset({"strong", "b", "mark"})
# The call of a note behind a number, in em of its cell: a sign, and for each figure.
_CALL, _CALL_FIGURE = 0.06, 0.43


class Cell(NamedTuple):
    """A cell of figures. `rest` is from the decimal sign on, a unit too; `calls` are behind it."""

    unit: str
    rest: str
    is_bold: bool
    calls: int
    is_missing: bool = False

    @property
    def width(self) -> float:
        """Of what stands behind the last whole figure, in em."""
        letters = sum(advance(sign, is_bold=self.is_bold) for sign in self.rest) / EM
        return letters + (self.calls and _CALL + self.calls * _CALL_FIGURE)


def read(cell: Any, lang: str) -> Cell | None:
    """None for a cell that holds words; a missing number has no rest."""
    said = "".join(said_in(cell)).replace(JOINER, "").strip()
    calls = sum(1 for one in cell.iter() if _CALLS & set(one.get("class", "").split()))
    if _MISSING.fullmatch(said):
        return Cell("", "", is_bold=False, calls=calls, is_missing=True)
    found = _pattern(lang).fullmatch(said)
    if found is None:
        return None
    is_bold = any(one.tag in _BOLD for one in cell.iter())
    rest = (found["fraction"] or "") + (found["unit"] or "")
    return Cell((found["unit"] or "").strip(f" {FIXED}{NARROW}"), rest, is_bold=is_bold, calls=calls)


def said_in(element: Any) -> list[str]:
    """The words of an element without its notes."""
    out = [element.text or ""]
    for child in element:
        if not _CALLS & set(child.get("class", "").split()):
            out += said_in(child)
        out.append(child.tail or "")
    return out


@cache
def _pattern(lang: str) -> re.Pattern[str]:
    say = language_of(lang)
    groups = rf"(?:{ANY}|{re.escape(say.group)})"
    return re.compile(
        rf"{_BEFORE}(?:\d{{1,3}}(?:{groups}\d{{3}})+|\d+)(?P<fraction>{re.escape(say.decimal)}\d+)?"
        rf"(?P<unit>{_BEHIND})"
    )
