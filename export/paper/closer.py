"""Style sheets in steps, each a little closer than the one before: lines, letters, spaces, margins."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from export.note.formats import Format

# Steps 1 to LINES take from lines, letters and spaces; those behind them from the margins.
LINES: Final = 11
_MARGINS: Final = 3
STEPS: Final = LINES + _MARGINS
# At the last step: 10.6 of 11 points, 1.32 of 1.455, half of the white between blocks.
_LETTERS, _LEADING, _SPACES = 0.4 / 11, 0.095, 0.48
# Letters below this stay as they are, as the lines of titles do; no lines come closer than _LEAST_LEADING.
_SMALL: Final = {Format.NOTE: 9.6, Format.POCKET: 8.8}
_TITLE_LEADING, _LEAST_LEADING = 1.3, 1.25
# Points of running text, as the styles say, by format and by whether larger letters were asked for.
_TEXT: Final = {
    (Format.NOTE, False): 11.0,
    (Format.NOTE, True): 12.6,
    (Format.POCKET, False): 9.6,
    (Format.POCKET, True): 11.0,
}
# And the height of its lines, in the same order, in parts of that.
_LINE: Final = dict(zip(_TEXT, (1.455, 1.43, 1.396, 1.39), strict=True))
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DECLARATION = re.compile(
    r"(?<=[{;\s])(font-size|line-height|(?:margin|padding)(?:-top|-bottom)?): *([^;{}]+)"
)
_LENGTH = re.compile(r"(-?[\d.]+)(mm|em|pt)")


class Step(NamedTuple):
    """Parts of what is usual; `margins` is the part of the millimetres that margins may give."""

    letters: float
    leading: float
    spaces: float
    margins: float


def step(number: int, *, is_larger: bool) -> Step:
    """From 1 to STEPS. Letters that somebody asked to be larger stay so."""
    lines = min(number, LINES) / LINES
    letters = 0.0 if is_larger else min(1.0, number // 2 / 4)
    return Step(
        letters=1 - _LETTERS * letters,
        leading=1 - _LEADING * lines,
        spaces=1 - _SPACES * lines,
        margins=max(0, number - LINES) / _MARGINS,
    )


def letters(number: int, shape: Format, *, is_larger: bool) -> float:
    """The points of running text at a step, 0 for as usual."""
    usual = _TEXT[shape, is_larger]
    return round(usual * step(number, is_larger=is_larger).letters, 1) if number else usual


def line(number: int, shape: Format, *, is_larger: bool) -> float:
    """The height of a line of running text at a step, in CSS pixels."""
    leading = _LINE[shape, is_larger]
    leading *= step(number, is_larger=is_larger).leading if number else 1.0
    return letters(number, shape, is_larger=is_larger) * leading * 96 / 72


def closer(text: str, at: Step, shape: Format) -> str:
    """A style sheet at a step. What it says of pages stays."""
    return "".join(
        part
        if part.lstrip().startswith("@page")
        else _DECLARATION.sub(lambda found: _set(found, at, shape), part)
        for part in _blocks(_COMMENT.sub("", text))
    )


def margins(at: Step, shape: Format, *, is_wide: bool) -> str:
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
        f"margin-left: {less(27, 3)}; margin-right: {less(27, 3)}"
        if is_wide
        else f"margin-left: {less(24, 3)}"
    )
    return f"@page {{ margin-top: {less(20, 3)}; margin-bottom: {less(24, 2)}; {feet} {sides} }}"


def _set(found: re.Match[str], at: Step, shape: Format) -> str:
    name, value = found[1], found[2].strip()
    match name:
        case "font-size":
            points = float(value.removesuffix("pt")) if value.endswith("pt") else 0.0
            return f"font-size: {points * at.letters:.3f}pt" if points >= _SMALL[shape] else found[0]
        case "line-height":
            try:
                leading = float(value)
            except ValueError:
                return found[0]
            return (
                found[0]
                if leading < _TITLE_LEADING
                else f"line-height: {max(_LEAST_LEADING, leading * at.leading):.4f}"
            )
        case _:
            return f"{name}: {_less(value, at, is_one_side='-' in name)}"


def _less(value: str, at: Step, *, is_one_side: bool) -> str:
    """White above and below gives; white at the sides does not."""
    parts = value.split()
    if is_one_side:
        return " ".join(_scaled(part, at) for part in parts)
    top, right, bottom, left = (parts * 4)[:4] if len(parts) != 3 else (*parts, parts[1])
    return f"{_scaled(top, at)} {right} {_scaled(bottom, at)} {left}"


def _scaled(length: str, at: Step) -> str:
    found = _LENGTH.fullmatch(length)
    return f"{float(found[1]) * at.spaces:.3f}{found[2]}" if found else length


def _blocks(text: str) -> Iterator[str]:
    """What stands between two outermost braces, with what stands before."""
    depth = begin = 0
    for at, sign in enumerate(text):
        depth += (sign == "{") - (sign == "}")
        if sign == "}" and depth == 0:
            yield text[begin : at + 1]
            begin = at + 1
    yield text[begin:]
