"""Style sheets in steps, each a little closer than the one before: lines, letters, spaces, margins.

Of large print, only spaces: its letters and lines stay as they are.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any, Final, NamedTuple

import tinycss2  # type: ignore[import-untyped]
from tinycss2.ast import DimensionToken, NumberToken, WhitespaceToken  # type: ignore[import-untyped]

from export.note.formats import Format

# Steps 1 to LINES take from lines, letters and spaces; those behind them from the margins.
LINES: Final = 11
_MARGINS: Final = 3
STEPS: Final = LINES + _MARGINS
# Large print: what each of its steps leaves of the white between blocks.
SPACES: Final = (0.8, 0.7)
# As close as a note is set without being asked: 10.7 points, three quarters of the white, all margins.
MILD: Final = 6
# At the last step: 10.6 of 11 points, 1.32 of 1.455, half of the white between blocks.
_LETTERS, _LEADING, _SPACES = 0.4 / 11, 0.095, 0.48
# Pictures are down to three fifths of their height at this step.
_PICTURES, _PICTURE_STEPS = 0.4, 4
# How large they are as usual, as the styles say.
_PICTURE: Final = {Format.NOTE: 1.0, Format.LARGE: 1.1, Format.POCKET: 0.78}
# Letters below this stay as they are, as the lines of titles do; no lines come closer than _LEAST_LEADING.
_SMALL: Final = {Format.NOTE: 10.9, Format.POCKET: 9.5, Format.LARGE: 16.0}
_TITLE_LEADING, _LEAST_LEADING = 1.3, 1.25
# Points of running text, as the styles say, by format and by whether larger letters were asked for. Those of
# large print tell how much room is left: it is never set closer.
_TEXT: Final = {
    (Format.NOTE, False): 11.0,
    (Format.NOTE, True): 12.6,
    (Format.POCKET, False): 9.6,
    (Format.POCKET, True): 11.0,
    (Format.LARGE, False): 16.0,
    (Format.LARGE, True): 20.0,
}
# And the height of its lines, in the same order, in parts of that.
_LINE: Final = dict(zip(_TEXT, (1.455, 1.43, 1.396, 1.39, 1.5, 1.45), strict=True))
_WHITE: Final = frozenset(
    f"{what}{side}" for what in ("margin", "padding") for side in ("", "-top", "-bottom")
)
_LENGTHS: Final = frozenset({"mm", "em", "pt"})


class Step(NamedTuple):
    """Parts of what is usual; `margins` is the part of the millimetres that margins may give.

    Pictures give first: nobody reads them less well.
    """

    letters: float
    leading: float
    spaces: float
    margins: float
    pictures: float


def step(number: int, shape: Format, *, is_larger: bool) -> Step:
    """From 1 to STEPS, of large print one of SPACES. Letters that somebody asked to be larger stay so."""
    if shape is Format.LARGE:
        return Step(1.0, 1.0, spaces=SPACES[number - 1], margins=0.0, pictures=1.0)
    lines = min(number, LINES) / LINES
    letters = 0.0 if is_larger else min(1.0, number // 2 / 4)
    return Step(
        letters=1 - _LETTERS * letters,
        leading=1 - _LEADING * lines,
        spaces=1 - _SPACES * lines,
        margins=max(0, number - LINES) / _MARGINS,
        pictures=1 - _PICTURES * min(1.0, number / _PICTURE_STEPS),
    )


def letters(number: int, shape: Format, *, is_larger: bool) -> float:
    """The points of running text at a step, 0 for as usual."""
    usual = _TEXT[shape, is_larger]
    return round(usual * step(number, shape, is_larger=is_larger).letters, 1) if number else usual


def line(number: int, shape: Format, *, is_larger: bool) -> float:
    """The height of a line of running text at a step, in CSS pixels."""
    leading = _LINE[shape, is_larger]
    leading *= step(number, shape, is_larger=is_larger).leading if number else 1.0
    return letters(number, shape, is_larger=is_larger) * leading * 96 / 72


def closer(text: str, at: Step, shape: Format) -> str:
    """A style sheet at a step. What it says of pages stays."""
    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return "\n".join(_rule(rule, at, shape) for rule in rules)


def pictures(at: Step, shape: Format) -> str:
    """What pictures give, after all other styles."""
    return f":root {{ --picture: {_PICTURE[shape] * at.pictures:.3f} }}"


def margins(at: Step, shape: Format, *, is_wide: bool, has_holes: bool = False) -> str:
    """What the margins give, after all other styles: 3 mm at most, the hand's margin none.

    What stands at the foot stays where it is on the sheet.
    """
    if not at.margins:
        return ""

    def less(usual: float, most: float) -> str:
        return f"{usual - most * at.margins:.2f}mm"

    foot = f"margin-top: -{2 * at.margins:.2f}mm"
    feet = "".join(f"@{place} {{ {foot} }} " for place in ("bottom-left", "bottom-center", "bottom-right"))
    if shape is Format.POCKET:
        inner, outer = less(15, 1.5), less(13, 1)
        # The code of a page stands right under the text.
        return (
            f"@page {{ margin-top: {less(14, 2)}; margin-left: {inner}; margin-right: {outer} }}"
            f"@page :left {{ margin-left: {outer}; margin-right: {inner} }}"
        )
    sides = (
        f"margin-left: {less(29 if has_holes else 27, 3)}; margin-right: {less(25 if has_holes else 27, 3)}"
        if is_wide
        else f"margin-left: {less(29 if has_holes else 24, 3)}"
    )
    return f"@page {{ margin-top: {less(20, 3)}; margin-bottom: {less(24, 2)}; {feet} {sides} }}"


def _rule(rule: Any, at: Step, shape: Format) -> str:
    if rule.type != "qualified-rule":
        return str(rule.serialize())
    said = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    for one in said:
        _set(one, at, shape)
    return f"{tinycss2.serialize(rule.prelude)}{{ {'; '.join(one.serialize() for one in said)} }}"


def _set(said: Any, at: Step, shape: Format) -> None:
    """Letters, lines and white above and below give; white at the sides does not."""
    values = [token for token in said.value if token.type != "whitespace"]
    if said.name == "font-size":
        changed = {0: partial(_smaller, at=at, shape=shape)}
    elif said.name == "line-height":
        changed = {0: partial(_lower, at=at)}
    elif said.name in _WHITE:
        # One value is for all sides. Of several, the second and the fourth are those of the sides.
        changed = dict.fromkeys((0, 2), partial(_less, at=at))
        if len(values) == 1 and said.name in {"margin", "padding"}:
            values *= 2
    else:
        return
    said.value = _joined(changed[place](one) if place in changed else one for place, one in enumerate(values))


def _smaller(token: Any, *, at: Step, shape: Format) -> Any:
    is_text = token.type == "dimension" and token.unit == "pt" and token.value >= _SMALL[shape]
    return _scaled(token, token.value * at.letters) if is_text else token


def _lower(token: Any, *, at: Step) -> Any:
    if token.type != "number" or token.value < _TITLE_LEADING:
        return token
    return _scaled(token, max(_LEAST_LEADING, token.value * at.leading))


def _less(token: Any, *, at: Step) -> Any:
    is_length = token.type == "dimension" and token.unit in _LENGTHS
    return _scaled(token, token.value * at.spaces) if is_length else token


def _scaled(token: Any, value: float) -> Any:
    said = f"{value:.4f}"
    if token.type == "number":
        return NumberToken(token.source_line, token.source_column, value, None, said)
    return DimensionToken(token.source_line, token.source_column, value, None, said, token.unit)


def _joined(tokens: Iterable[Any]) -> list[Any]:
    """Values of a declaration, one space apart."""
    return [part for token in tokens for part in (WhitespaceToken(0, 0, " "), token)]
