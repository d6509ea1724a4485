"""A chart is read while one writes as it is read for paper."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.dialect.charts import read_chart
from tests.web.scripts import Scripts, scripts

LINES = st.lists(
    st.builds(
        "".join,
        st.tuples(
            st.sampled_from(["", "", "Source\u00a0: ", "Sources d’"]),
            st.text(alphabet="aé ;12,.%€-+e\u00a0\u202f:", max_size=14),
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
