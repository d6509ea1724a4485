"""A chart is read while one writes as it is read for paper."""

from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from export.dialect.chart_shapes import drawn as drawn_on_paper
from export.dialect.charts import read_chart
from tests.web.scripts import Scripts, scripts

LINES = st.lists(
    st.builds(
        "".join,
        st.tuples(
            st.sampled_from(["", "", "Source\u00a0: ", "Sources d’"]),
            st.text(alphabet="aé ;12,.%€-+e\u00a0\u202f\u2212:", max_size=14),
        ),
    ),
    max_size=6,
)


@pytest.fixture(scope="module")
def script() -> Iterator[Scripts]:
    with scripts() as running:
        yield running


def drawn(script: Scripts, title: str, lines: str) -> object:
    chart = script.call("chart/read.ts", "readChart", f"```graphique {title}\n{lines}\n```")
    return chart and [(bar["label"], bar["value"]) for bar in chart["bars"]]


def printed(title: str, lines: str) -> object:
    chart = read_chart(title, lines, "en")
    return chart and [(label, value) for label, value, _ in chart.bars]


def spaced(bars: object) -> object:
    """Paper sets the spaces of a label anew."""
    return bars and [("".join(label.split()), value) for label, value in bars]  # type: ignore[attr-defined]


@given(lines=LINES)
def test_the_bars_are_those_of_paper(script: Scripts, lines: list[str]) -> None:
    assert spaced(drawn(script, "", "\n".join(lines))) == spaced(printed("", "\n".join(lines)))


LABELS = st.one_of(
    st.integers(2010, 2030).map(str),
    st.sampled_from(["janv.", "février", "mars 2024", "T1 2024", "T3 2025", "2025-02", "3/2026"]),
    st.sampled_from(["2027 (objectif)", "Prévision 2028", "mai (estimation)", "Nombre de gares rouvertes"]),
    st.text(alphabet="aé 🚆-(", max_size=60),
)
VALUES = st.one_of(st.just(0.0), st.floats(-1e5, 1e5, allow_nan=False), st.integers(-50, 50).map(float))
ROWS = st.lists(
    st.tuples(LABELS, VALUES, st.text(alphabet="0123456789, €", max_size=9)), min_size=1, max_size=9
)
YEARS = st.lists(st.integers(1990, 2035), min_size=3, max_size=9, unique=True).map(sorted)


def shapes_on_paper(rows: list[tuple[str, float, str]], width: int) -> object:
    drawing = drawn_on_paper(rows, width)
    shapes = [[one.tag, dict(one.attributes), one.words] for one in drawing.shapes]
    return [drawing.width, drawing.height, shapes]


def shapes_on_screen(script: Scripts, rows: list[tuple[str, float, str]], width: int) -> object:
    said = [{"label": label, "value": value, "written": written} for label, value, written in rows]
    drawing = script.call("chart/shapes.ts", "drawn", said, width)
    shapes = [[one["tag"], one["attributes"], one["words"]] for one in drawing["shapes"]]
    return [drawing["width"], drawing["height"], shapes]


@example(rows=[(" ", 0.0, "")], width=250)
@given(rows=ROWS, width=st.sampled_from([250, 386, 390]))
def test_a_chart_is_drawn_as_it_prints(
    script: Scripts, rows: list[tuple[str, float, str]], width: int
) -> None:
    assert shapes_on_screen(script, rows, width) == shapes_on_paper(rows, width)


@given(years=YEARS, value=VALUES, width=st.sampled_from([250, 386]))
def test_years_are_drawn_as_they_print(script: Scripts, years: list[int], value: float, width: int) -> None:
    rows = [(f"{year}", value - place, f"{value - place:.1f}"[:6]) for place, year in enumerate(years)]
    assert shapes_on_screen(script, rows, width) == shapes_on_paper(rows, width)
