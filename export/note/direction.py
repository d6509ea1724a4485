"""Direction of a text: that of its language, unless most of its letters run the other way."""

import re
import unicodedata
from typing import Final

# Arabic and Hebrew begin in Unicode behind this sign; most texts have none of what follows.
FIRST: Final = "\u0590"
# A mark without a glyph, for files that cannot isolate words: figures behind such words stay behind them.
LEFT_TO_RIGHT: Final = "\u200e"
_RIGHT_TO_LEFT: Final = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_LETTERS: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
# Letters, and between two of them what belongs to a name; a comma parts two names of a list.
_RUN: Final = re.compile(rf"[{_LETTERS}]+(?:[ \u00a0\u202f'’.–-]{{1,3}}[{_LETTERS}]+)*")

_OF_FIGURES: Final = rf"[^ \t\n()\[\]«»{_LETTERS}]"
_FIGURE: Final = re.compile(
    rf"(?<![^\s(\[«])(?:(?!\s){_OF_FIGURES}{_OF_FIGURES}*)?\d(?:{_OF_FIGURES}*[^\s,;:.!?()\[\]«»{_LETTERS}])?"
)


def is_right_to_left(text: str, lang: str) -> bool:
    """Whether the text of a block runs from right to left, in a note of that language."""
    is_base = lang.partition("-")[0].lower() in _RIGHT_TO_LEFT
    if not is_base and max(text, default="") < FIRST:
        return False
    kinds = [unicodedata.bidirectional(sign) for sign in text]
    right, left = sum(kind in {"R", "AL"} for kind in kinds), kinds.count("L")
    return right >= left if is_base else right > left


def runs(text: str) -> list[tuple[str, bool]]:
    """The text in pieces, and whether each is words that run from right to left: what is around stays so."""
    if max(text, default="") < FIRST:
        return [(text, False)]
    pieces: list[tuple[str, bool]] = []
    at = 0
    for run in _RUN.finditer(text):
        pieces += [(text[at : run.start()], False), (run[0], True)]
        at = run.end()
    return [piece for piece in (*pieces, (text[at:], False)) if piece[0]]


def figures(text: str) -> list[tuple[str, bool]]:
    """Text from right to left in pieces, and whether each is a figure with its units, which runs on.

    Spaces within a figure are no-break spaces by then.
    """
    pieces: list[tuple[str, bool]] = []
    at = 0
    for run in _FIGURE.finditer(text):
        pieces += [(text[at : run.start()], False), (run[0], True)]
        at = run.end()
    return [piece for piece in (*pieces, (text[at:], False)) if piece[0]]


def isolated(html: str) -> str:
    """Escaped text with those words in elements of their own."""
    return "".join(f"<bdi>{piece}</bdi>" if is_other else piece for piece, is_other in runs(html))
