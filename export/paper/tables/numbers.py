"""Numbers in cells: parses one, its part behind the last whole figure, and its width."""

from typing import Any, Final, NamedTuple

from export.note.faces import EM, advance
from export.note.numbers import MISSING, number
from export.note.unbroken import FIXED, JOINER, NARROW

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
    if MISSING.fullmatch(said):
        return Cell("", "", is_bold=False, calls=calls, is_missing=True)
    found = number(lang).fullmatch(said)
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
