"""A fence named `graphique` or `chart`, with `label;value` lines, is drawn; figures stay text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from export.dialect.chart_shapes import Drawing, Shape, drawn, drawn_close, number
from export.dialect.context import Context, context
from export.dialect.lines import lines_of
from export.note.fences import CHARTS
from export.note.formats import Format
from export.note.typography import typeset

MOST_BARS = 40
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
# A line of words, which may have a semicolon too.
_SOURCE = re.compile(r"sources?\s*:", re.IGNORECASE)
# Units of a drawing that is as wide as the text: the fewer, the larger its letters of 9 units. In a
# box, which is narrower, they are still no smaller than the least of the format.
_WIDTHS = {Format.NOTE: 386, Format.LARGE: 250, Format.POCKET: 390}
# Units: a higher drawing has no room on a page with its title, and is cut between rows.
_TALLEST = {Format.NOTE: 600, Format.LARGE: 310, Format.POCKET: 490}
_ROWS_A_PART = {Format.NOTE: 4, Format.LARGE: 2, Format.POCKET: 4}
# In large print, one of so many rows may be cut where its page would end white.
_MANY_ROWS = 8
# What holds it there, drawn closer.
CLOSER = "closer"


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars as (label, value, value as written), under a title."""

    title: str
    bars: tuple[tuple[str, float, str], ...]
    source: str

    @property
    def spoken(self) -> str:
        bars = ", ".join(f"{label} {written}" for label, _, written in self.bars)
        return f"{self.title} : {bars}" if self.title else bars


def add(markdown: MarkdownIt) -> None:
    markdown.add_render_rule("fence", _fence)


def _fence(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, env: EnvType
) -> str:
    token = tokens[index]
    about = context(env)
    chart = chart_of(token, about.lang)
    if chart is None:
        return f"<pre{lines_of(token)}><code>{escapeHtml(token.content)}</code></pre>\n"
    caption = f"<figcaption>{escapeHtml(chart.title)}</figcaption>" if chart.title else ""
    source = f'<p class="source">{escapeHtml(chart.source)}</p>' if chart.source else ""
    pictures = _pictures(chart, about) if chart.bars else []
    name = "chart" if len(pictures) < 2 else "chart long"
    drawn_so = "".join(pictures) + (_closer(chart, about) if chart.bars else "")
    return f'<figure class="{name}"{lines_of(token)}>{caption}{drawn_so}{source}</figure>\n'


def chart_of(token: Token, lang: str) -> Chart | None:
    """What a fence draws; None where it is shown as it was typed."""
    kind, _, title = token.info.strip().partition(" ")
    return read_chart(typeset(title.strip(), lang), token.content, lang) if kind in CHARTS else None


def read_chart(title: str, lines: str, lang: str) -> Chart | None:
    """None when nothing can be drawn: the fence is then shown as it was typed. No number has no bar."""
    bars: list[tuple[str, float, str]] = []
    source: list[str] = []
    for line in filter(None, map(str.strip, lines.splitlines())):
        label, separator, value = (part.strip() for part in line.replace("\t", ";").rpartition(";"))
        if not separator or _SOURCE.match(label):
            source.append(typeset(line, lang))
        elif label or value:
            bars.append((typeset(label, lang), _number(value) or 0, typeset(value, lang)))
    is_drawn = len(bars) <= MOST_BARS and (bars or title)
    return Chart(title, tuple(bars), " ".join(source)) if is_drawn else None


def _number(value: str) -> float | None:
    figures = "".join(value.split()).rstrip("%€").replace(",", ".", 1).replace("\u2212", "-", 1)
    return float(figures) if _NUMBER.fullmatch(figures) else None


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of a chart, or of some of its rows: a whole SVG file, its size in points, what it says."""

    svg: str
    width: float
    height: float
    spoken: str


def pictures_of(chart: Chart, shape: Format = Format.NOTE) -> list[Picture]:
    """As they stand on paper: one, or several of a chart that is higher than a page, each of a few rows."""
    drawing = drawn(chart.bars, _WIDTHS[shape])
    is_tall = bool(drawing.rows) and drawing.height > _TALLEST[shape]
    return list(_parts(chart, drawing, _ROWS_A_PART[shape] if is_tall else 0))


def closer_pictures_of(chart: Chart, shape: Format) -> list[Picture]:
    """In large print, one that is lower, or several of a chart of many rows; none where it is cut anyway."""
    usual = drawn(chart.bars, _WIDTHS[shape])
    if shape is not Format.LARGE or not usual.rows or usual.height > _TALLEST[shape]:
        return []
    is_long = len(chart.bars) >= _MANY_ROWS
    return list(_parts(chart, drawn_close(chart.bars, _WIDTHS[shape]), _ROWS_A_PART[shape] if is_long else 0))


def _parts(chart: Chart, drawing: Drawing, rows: int) -> Iterator[Picture]:
    """Each with so many rows; all in one where that is 0."""
    for first, last in _cuts(len(drawing.rows), rows) if rows else [(0, len(chart.bars))]:
        part = _part(drawing, first, last) if rows else drawing
        said = replace(chart, title="" if first else chart.title, bars=chart.bars[first:last]).spoken
        svg = _svg(part, ' xmlns="http://www.w3.org/2000/svg"')
        yield Picture(svg, part.width, part.height, said)


def _pictures(chart: Chart, about: Context) -> list[str]:
    if not about.on_paper:
        drawing = drawn(chart.bars, _WIDTHS[about.format])
        return [_svg(drawing, f' role="img" aria-label="{escapeHtml(chart.spoken)}"')]
    return [_image(picture, about) for picture in pictures_of(chart, about.format)]


def _image(picture: Picture, about: Context) -> str:
    name = f"chart-{len(about.pictures) + 1}.svg"
    about.pictures[name] = picture.svg.encode()
    return f'<img src="pochette:{name}" alt="{escapeHtml(picture.spoken)}">'


def _closer(chart: Chart, about: Context) -> str:
    found = closer_pictures_of(chart, about.format) if about.on_paper else []
    images = "".join(_image(picture, about) for picture in found)
    return f'<div class="{CLOSER}">{images}</div>' if images else ""


def _cuts(rows: int, many: int) -> list[tuple[int, int]]:
    """Parts of so many rows; the last is none of one row alone."""
    starts = list(range(0, max(1, rows - 1), many))
    return list(zip(starts, [*starts[1:], rows], strict=True))


def _part(drawing: Drawing, first: int, last: int) -> Drawing:
    """The rows from the first to before the last."""
    (top, start), behind = drawing.rows[first], drawing.rows[last : last + 1]
    bottom, end = behind[0] if behind else (drawing.height, len(drawing.shapes))
    return replace(drawing, top=top, height=bottom - top, shapes=drawing.shapes[start:end], rows=())


def _svg(drawing: Drawing, attributes: str) -> str:
    """Attributes only, no style: the screen's content policy allows none, and WeasyPrint misreads `font:`."""
    width, height = drawing.width, number(drawing.height)
    box = f"0 {number(drawing.top)} {width} {height}"
    return (
        f'<svg{attributes} viewBox="{box}" width="{width}pt" height="{height}pt" '
        f'font-family="Source Sans 3" font-size="9">{"".join(map(_element, drawing.shapes))}</svg>'
    )


def _element(shape: Shape) -> str:
    attributes = "".join(f' {name}="{value}"' for name, value in shape.attributes.items())
    if shape.tag != "text":
        return f"<{shape.tag}{attributes}/>"
    return f"<text{attributes}>{escapeHtml(shape.words)}</text>"
