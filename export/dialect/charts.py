"""A fence named `graphique` or `chart`, with `label;value` lines, is drawn as bars; figures stay text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from export.dialect.context import Context, context
from export.dialect.lines import lines_of
from export.note.fences import CHARTS
from export.note.formats import Format
from export.note.typography import typeset

MOST_BARS = 40
# Bars that are not facts yet are drawn lighter.
_PLANNED = re.compile(
    r"\b(cible|objectif|pr[ée]vision|projection|estimation|target|forecast|planned)", re.IGNORECASE
)
# A line of words, which may have a semicolon too.
_SOURCE = re.compile(r"sources?\s*:", re.IGNORECASE)
_FILL = 'fill="#1d3f72"'
_PLANNED_FILL = 'fill="#b9c7dd" stroke="#1d3f72" stroke-width="0.6"'
# Units of a drawing that is as wide as the text: the fewer, the larger its letters of 9 units. In a
# box, which is narrower, they are still no smaller than the least of the format.
_WIDTHS = {Format.NOTE: 386, Format.LARGE: 250, Format.POCKET: 390}
_ROW, _BAR, _LINE, _LETTER = 20, 12.5, 12, 5
# Labels that would take more of the width stand above their bars.
_LABEL_PART = 0.34


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
    picture = _picture(chart, about) if chart.bars else ""
    return f'<figure class="chart"{lines_of(token)}>{caption}{picture}{source}</figure>\n'


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
    figures = "".join(value.split()).rstrip("%€").replace(",", ".")
    try:
        number = float(figures)
    except ValueError:
        return None
    return number if 0 <= number < float("inf") else None


def _picture(chart: Chart, about: Context) -> str:
    spoken = escapeHtml(chart.spoken)
    if about.on_paper:
        name = f"chart-{len(about.pictures) + 1}.svg"
        drawing = _svg(chart, ' xmlns="http://www.w3.org/2000/svg"', _WIDTHS[about.format])
        about.pictures[name] = drawing.encode()
        return f'<img src="pochette:{name}" alt="{spoken}">'
    return _svg(chart, f' role="img" aria-label="{spoken}"', _WIDTHS[about.format])


def _svg(chart: Chart, attributes: str, width: int) -> str:
    """Attributes only, no style: the screen's content policy allows none, and WeasyPrint misreads `font:`."""
    longest = max(len(label) for label, _, _ in chart.bars)
    beside = longest * _LETTER <= width * _LABEL_PART
    left = 12 + longest * _LETTER if beside else 0
    most = max(value for _, value, _ in chart.bars) or 1
    values = max(len(written) for _, _, written in chart.bars) * _LETTER + 10
    room = max(width - left - values, width * 0.2)
    shapes: list[str] = []
    top = 3.0
    for label, value, written in chart.bars:
        lines = [label] if beside else wrap(label, int(width / _LETTER)) or [""]
        if beside:
            shapes.append(_text(label, left - 7, top + _BAR - 3, ' text-anchor="end" fill="#3b4654"'))
        else:
            for line in lines:
                shapes.append(_text(line, 0, top + _LINE - 3, ' fill="#3b4654"'))
                top += _LINE
        long = value / most * room
        fill = _PLANNED_FILL if _PLANNED.search(label) else _FILL
        shapes.append(f'<rect x="{left:g}" y="{top:g}" width="{long:.1f}" height="{_BAR}" {fill}/>')
        shapes.append(_text(written, left + long + 6, top + _BAR - 3, ' font-weight="700" fill="#16191d"'))
        top += _ROW
    height = top - 1
    return (
        f'<svg{attributes} viewBox="0 0 {width} {height:g}" width="{width}pt" height="{height:g}pt" '
        f'font-family="Source Sans 3" font-size="9">{"".join(shapes)}</svg>'
    )


def _text(words: str, left: float, base: float, attributes: str) -> str:
    return f'<text x="{round(left, 1):g}" y="{base:g}"{attributes}>{escapeHtml(words)}</text>'
