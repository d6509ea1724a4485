"""A fence named `graphique` with `label;value` lines is drawn as bars; its figures stay readable as text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from export.dialect.context import Context, context
from export.typography import typeset

MOST_BARS = 40
# Bars that are not facts yet are drawn lighter.
_PLANNED = re.compile(
    r"\b(cible|objectif|pr[ée]vision|projection|estimation|target|forecast|planned)", re.IGNORECASE
)
# Points of a drawing that is as wide as the text (136 mm = 386 pt).
_WIDTH, _ROW, _BAR, _VALUE_ROOM = 386, 20, 12.5, 44


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars as (label, value, value as written), under a title."""

    title: str
    bars: tuple[tuple[str, float, str], ...]
    source: str

    @property
    def spoken(self) -> str:
        return f"{self.title} : " + ", ".join(f"{label} {written}" for label, _, written in self.bars)


def add(markdown: MarkdownIt) -> None:
    markdown.add_render_rule("fence", _fence)


def _fence(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, env: EnvType
) -> str:
    token = tokens[index]
    kind, _, title = token.info.strip().partition(" ")
    about = context(env)
    chart = (
        read_chart(typeset(title.strip(), about.lang), token.content, about.lang)
        if kind == "graphique"
        else None
    )
    if chart is None:
        return f"<pre><code>{escapeHtml(token.content)}</code></pre>\n"
    caption = f"<figcaption>{escapeHtml(chart.title)}</figcaption>" if chart.title else ""
    source = f'<p class="source">{escapeHtml(chart.source)}</p>' if chart.source else ""
    return f'<figure class="chart">{caption}{_picture(chart, about)}{source}</figure>\n'


def read_chart(title: str, lines: str, lang: str) -> Chart | None:
    """None when nothing can be drawn: the fence is then shown as it was typed."""
    bars: list[tuple[str, float, str]] = []
    source: list[str] = []
    for line in filter(None, map(str.strip, lines.splitlines())):
        label, separator, value = line.rpartition(";")
        number = _number(value)
        if separator and number is not None:
            bars.append((typeset(label.strip(), lang), number, typeset(value.strip(), lang)))
        else:
            source.append(typeset(line, lang))
    drawable = 0 < len(bars) <= MOST_BARS and max(value for _, value, _ in bars) > 0
    return Chart(title, tuple(bars), " ".join(source)) if drawable else None


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
        about.pictures[name] = _svg(chart, ' xmlns="http://www.w3.org/2000/svg"').encode()
        return f'<img src="pochette:{name}" alt="{spoken}">'
    return _svg(chart, f' role="img" aria-label="{spoken}"')


def _svg(chart: Chart, attributes: str) -> str:
    """Attributes only, no style: the screen's content policy allows none, and WeasyPrint misreads `font:`."""
    left = min(130, 12 + max(len(label) for label, _, _ in chart.bars) * 5)
    most = max(value for _, value, _ in chart.bars)
    height = len(chart.bars) * _ROW + 2
    shapes = []
    for row, (label, value, written) in enumerate(chart.bars):
        top = row * _ROW + 3
        width = value / most * (_WIDTH - left - _VALUE_ROOM)
        planned = _PLANNED.search(label)
        fill = 'fill="#b9c7dd" stroke="#1d3f72" stroke-width="0.6"' if planned else 'fill="#1d3f72"'
        base = top + _BAR - 3
        shapes.append(
            f'<text x="{left - 7}" y="{base:g}" text-anchor="end" fill="#3b4654">{escapeHtml(label)}</text>'
            f'<rect x="{left}" y="{top}" width="{width:.1f}" height="{_BAR}" {fill}/>'
            f'<text x="{left + width + 6:.1f}" y="{base:g}" font-weight="700" fill="#16191d">'
            f"{escapeHtml(written)}</text>"
        )
    return (
        f'<svg{attributes} viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}pt" height="{height}pt" '
        f'font-family="Source Sans 3" font-size="9">{"".join(shapes)}</svg>'
    )
