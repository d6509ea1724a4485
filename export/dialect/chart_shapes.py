"""The drawing of a chart as shapes: columns over a time axis, or bars from a zero line.

The editor draws the same from the same rows (web/src/chart/shapes.ts): numbers are rounded alike, to tenths.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor
from typing import Final

from export.dialect.chart_times import PLANNED, times

# Units; letters have 9 of them, and are at most so wide.
_LETTER: Final = 5
_LINE: Final = 12
_LEAST_COLUMNS, _MOST_SLOTS = 3, 16
_PLOT, _WIDEST, _PART = 100, 34, 0.62
_HATCH: Final = 4
_LABEL: Final = {"fill": "#3b4654"}
_VALUE: Final = {"font-weight": "700", "fill": "#16191d"}
_FILL: Final = {"fill": "#1d3f72"}
_PLANNED: Final = {"class": "planned", "fill": "#e3eaf4", "stroke": "#1d3f72", "stroke-width": "0.6"}
_STROKE: Final = {"class": "hatch", "stroke": "#1d3f72", "stroke-width": "0.7"}
_AXIS: Final = {"class": "axis", "stroke": "#56606c", "stroke-width": "0.6"}

Bar = tuple[str, float, str]


@dataclass(frozen=True, slots=True)
class _Rows:
    """How far apart bars are, and how broad; labels beside them take `part` of the width in `lines` at most.

    Longer ones stand above their bars.
    """

    pitch: float
    bar: float
    part: float
    lines: int


_USUAL: Final = _Rows(20, 12.5, 0.34, 1)
_CLOSE: Final = _Rows(16, 11, 0.4, 2)


@dataclass(frozen=True, slots=True)
class Shape:
    """An element of SVG, with words where it is text."""

    tag: str
    attributes: Mapping[str, str]
    words: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """From `top` down. `rows`: where each begins, and its first shape; none where nothing may be cut."""

    width: int
    height: float
    shapes: tuple[Shape, ...]
    rows: tuple[tuple[float, int], ...] = ()
    top: float = 0.0


def drawn(bars: Sequence[Bar], width: int) -> Drawing:
    """Bars as (label, value, value as written), in so many units."""
    columns = (_columns(bars, width, places) for places in _places([label for label, _, _ in bars]))
    return next((one for one in columns if one), None) or _bars(bars, width, _USUAL)


def drawn_close(bars: Sequence[Bar], width: int) -> Drawing:
    """The same bars in fewer units of height, with letters as large."""
    return _bars(bars, width, _CLOSE)


def number(value: float) -> str:
    return f"{floor(value * 10 + 0.5) / 10:g}"


def _columns(bars: Sequence[Bar], width: int, places: Sequence[int]) -> Drawing | None:
    """None where the words have no room."""
    slot = width / (places[-1] + 1)
    most = floor((slot - 2) / _LETTER)
    words = [word for label, _, written in bars for word in (*label.split(" "), written)]
    if max(map(len, words)) > most:
        return None
    lines = [_wrapped(label, most) for label, _, _ in bars]
    low, high = _range(bars)
    scale = _PLOT / (high - low)
    zero = _LINE + high * scale
    under = _LINE + _PLOT + (_LINE if low < 0 else 0) + 11
    shapes: list[Shape] = []
    for place, said, (label, value, written) in zip(places, lines, bars, strict=True):
        middle = slot * (place + 0.5)
        broad, tall = min(_WIDEST, slot * _PART), abs(value) * scale
        shapes += _filled(label, middle - broad / 2, zero - max(value, 0) * scale, broad, tall)
        base = zero + tall + 10 if value < 0 else zero - tall - 3
        shapes.append(_text(written, middle, base, "middle", _VALUE))
        shapes += [_text(line, middle, under + _LINE * at, "middle", _LABEL) for at, line in enumerate(said)]
    shapes.append(_axis(0, zero, width, zero))
    return Drawing(width, under + _LINE * (max(map(len, lines)) - 1) + 4, tuple(shapes))


def _places(labels: Sequence[str]) -> Iterator[Sequence[int]]:
    """Of columns: on a time axis with its gaps, or side by side where it is too long; none without times."""
    found = times(labels)
    if found is None or len(found) < _LEAST_COLUMNS:
        return
    step = min(after - before for before, after in pairwise(found))
    slots = [floor((time - found[0]) / step + 0.5) for time in found]
    if slots[-1] < _MOST_SLOTS:
        yield slots
    yield range(len(found))


def _bars(bars: Sequence[Bar], width: int, how: _Rows) -> Drawing:
    beside = _beside([label for label, _, _ in bars], floor(width * how.part / _LETTER), how.lines)
    left = 12 + max(len(line) for lines in beside for line in lines) * _LETTER if beside else 0
    low, high = _range(bars)
    values = max(len(written) for _, _, written in bars) * _LETTER + 10
    before = max((len(written) * _LETTER + 8 for _, value, written in bars if value < 0), default=0)
    scale = max(width - left - values - before, width * 0.2) / (high - low)
    zero = left + before - low * scale
    shapes: list[Shape] = []
    rows: list[tuple[float, int]] = []
    top = 3.0
    for at, (label, value, written) in enumerate(bars):
        rows.append((top - 3, len(shapes)))
        half = 0.0
        if beside:
            for below, line in enumerate(beside[at]):
                base = top + how.bar - 3 + _LINE * below
                shapes.append(_text(line, left - 7, base, "end", _LABEL))
            # A bar stands at the middle of its label.
            half = _LINE * (len(beside[at]) - 1) / 2
            top += half
        else:
            for line in _wrapped(label, floor(width / _LETTER)):
                shapes.append(_text(line, 0, top + _LINE - 3, "", _LABEL))
                top += _LINE
        long = abs(value) * scale
        start = zero - long if value < 0 else zero
        shapes += _filled(label, start, top, long, how.bar)
        if value < 0:
            shapes.append(_text(written, start - 6, top + how.bar - 3, "end", _VALUE))
        else:
            shapes.append(_text(written, zero + long + 6, top + how.bar - 3, "", _VALUE))
        # Where labels stand above their bars it keeps off them.
        above, under = (3 + half, how.pitch - 3 + half) if beside else (1, how.bar + 1)
        shapes.append(_axis(zero, top - above, zero, top + under))
        top += how.pitch + half
    return Drawing(width, top - 1, tuple(shapes), tuple(rows))


def _beside(labels: Sequence[str], most: int, lines: int) -> list[list[str]]:
    """The lines of each label beside its bar; none where one has more of them, or a word is longer."""
    if max(map(len, labels)) <= most:
        return [[label] for label in labels]
    if lines == 1 or max(len(word) for label in labels for word in label.split(" ")) > most:
        return []
    wrapped = [_wrapped(label, most) for label in labels]
    return wrapped if max(map(len, wrapped)) <= lines else []


def _range(bars: Sequence[Bar]) -> tuple[float, float]:
    """From the least value to the most, zero among them."""
    low = min(0.0, *(value for _, value, _ in bars))
    high = max(0.0, *(value for _, value, _ in bars))
    return low, (1.0 if low == high else high)


def _filled(label: str, left: float, top: float, width: float, height: float) -> Iterator[Shape]:
    """Plans are hatched, so that they are told from facts in black and white."""
    if not width or not height:
        return
    is_planned = PLANNED.search(label) is not None
    sides = {"x": left, "y": top, "width": width, "height": height}
    place = {name: number(side) for name, side in sides.items()}
    yield Shape("rect", {**place, **(_PLANNED if is_planned else _FILL)})
    if is_planned:
        yield Shape("path", {"d": _hatch(left, top, width, height), **_STROKE})


def _hatch(left: float, top: float, width: float, height: float) -> str:
    strokes = []
    for at in range(_HATCH, floor(width + height), _HATCH):
        ends = (
            (left + max(0, at - height), top + min(at, height)),
            (left + min(at, width), top + max(0, at - width)),
        )
        start, end = (f"{number(x)} {number(y)}" for x, y in ends)
        strokes.append(f"M{start}L{end}")
    return "".join(strokes)


def _axis(left: float, top: float, right: float, bottom: float) -> Shape:
    ends = {"x1": left, "y1": top, "x2": right, "y2": bottom}
    return Shape("line", {**{name: number(end) for name, end in ends.items()}, **_AXIS})


def _text(words: str, left: float, base: float, anchor: str, look: Mapping[str, str]) -> Shape:
    anchored = {"text-anchor": anchor} if anchor else {}
    return Shape("text", {"x": number(left), "y": number(base), **anchored, **look}, words)


def _wrapped(label: str, most: int) -> list[str]:
    """Lines of at most so many letters; a word that is longer is cut."""
    lines = [""]
    for word in label.split(" "):
        rest = word
        if lines[-1] and len(lines[-1]) + 1 + len(rest) <= most:
            lines[-1] += f" {rest}"
            continue
        while len(rest) > most:
            lines.append(rest[:most])
            rest = rest[most:]
        lines.append(rest)
    return lines[1:] if len(lines) > 1 else lines
