"""Paper shows a table cell by cell and line by line as the editor does, whatever several people did to it."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from export.dialect.context import Target
from export.dialect.markdown import render
from tests.web.scripts import Scripts, scripts

MODULE = "../../tests/web/node/tables.mjs"
VERBS = [
    *("type", "rowAbove", "rowBelow", "columnLeft", "columnRight"),
    *("removeRow", "removeColumn", "below", "right", "fill"),
]

Deed = dict[str, object]
Cells = list[list[list[str]]]


@pytest.fixture(scope="module")
def script() -> Iterator[Scripts]:
    with scripts() as running:
        yield running


class _Table(HTMLParser):
    """The cells of the first table, line by line; of the rest the letters."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Cells = []
        self.letters = ""
        self._is_in = False

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self._is_in = True
            self.rows[-1].append([""])
        elif tag == "br" and self._is_in:
            self.rows[-1][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._is_in = False

    def handle_data(self, data: str) -> None:
        if self._is_in:
            self.rows[-1][-1][-1] += data
        self.letters += data


def printed(source: str) -> _Table:
    table = _Table()
    table.feed(render(source, lang="en", target=Target.PAPER).html)
    return table


def letters(text: str) -> str:
    return "".join(re.findall(r"[a-zA-Z0-9<>]", text))


def check(script: Scripts, source: str) -> Cells | None:
    """What both show, in letters; None where it is no table to either."""
    seen: Cells | None = script.call(MODULE, "shown", source)
    paper = printed(source)
    if seen is None:
        assert letters(paper.letters) == letters(source)
        assert not paper.rows
        return None
    width = max(map(len, seen))
    filled = [
        [[letters(line) for line in cell] for cell in row] + [[""]] * (width - len(row)) for row in seen
    ]
    assert [[[letters(line) for line in cell] for cell in row] for row in paper.rows] == filled
    return filled


@st.composite
def tables(draw: st.DrawFn) -> str:
    width = draw(st.integers(2, 3))
    words = st.sampled_from(["", "c", "cc<br>c", "`<br>`", "**c<br/>c**", "c\\|c", "\\<br>"])
    rows = draw(st.lists(st.lists(words, min_size=width, max_size=width), min_size=1, max_size=3))
    lines = [[f"h{column}" for column in range(width)], ["---"] * width, *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def deeds(name: str) -> st.SearchStrategy[list[Deed]]:
    said = st.integers(0, 9).map(lambda number: f"{name}{number}")
    one = st.fixed_dictionaries({"verb": st.sampled_from(VERBS), "at": st.integers(0, 200), "said": said})
    return st.lists(one, min_size=1, max_size=3)


REMOVED: list[Deed] = [{"verb": "removeColumn", "at": 8, "said": ""}]
ROW: list[Deed] = [{"verb": "fill", "at": 30, "said": "x"}]


@example(source="| h0 | h1 | h2 |\n| --- | --- | --- |\n| c | c | c |", one=REMOVED, other=ROW)
@settings(max_examples=120, deadline=None)
@given(source=tables(), one=deeds("x"), other=deeds("y"))
def test_what_two_people_left_is_shown_alike_and_made_even_by_the_next_letter(
    script: Scripts, source: str, one: list[Deed], other: list[Deed]
) -> None:
    both = script.call(MODULE, "merged", source, [one, other])
    before = check(script, both)
    healed = script.call(MODULE, "typed", both, "z")
    after = check(script, healed)
    if before is None:
        assert healed == both
    else:
        assert after is not None
        before[0][0][-1] += "z"
        assert after == before
        rows = script.call(MODULE, "shown", healed)
        if len({len(row) for row in rows}) > 1:
            # Only rows that lack cells: nothing stands outside of the head.
            assert len(rows[0]) == max(map(len, rows))
