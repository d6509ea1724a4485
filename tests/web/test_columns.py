"""The columns of a table have the same widths in the editor and in what the server draws before it."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.note.columns import sides, template
from export.note.numbers import for_scripts
from tests.web.scripts import Scripts, scripts

WORD = st.text(alphabet="abé1 \\|*", max_size=6).map(
    lambda text: re.sub(r"\\?\|", r"\\|", text.replace("\\", "")).strip()
)


@pytest.fixture(scope="module")
def script() -> Iterator[Scripts]:
    with scripts() as running:
        yield running


@st.composite
def tables(draw: st.DrawFn) -> str:
    """Tables as people write them: with pipes around or not, padded or not."""
    width = draw(st.integers(2, 4))
    is_open, is_closed = draw(st.booleans()), draw(st.booleans())
    pad = draw(st.sampled_from(["", " ", "  "])) if is_open and is_closed else " "

    def row(cells: list[str]) -> str:
        inner = "|".join(f"{pad}{cell or ' '}{pad}" for cell in cells)
        return ("|" if is_open else "") + inner + ("|" if is_closed else "")

    rules = draw(st.lists(st.sampled_from(["---", ":-:", "--:", ":--"]), min_size=width, max_size=width))
    head = draw(st.lists(WORD.filter(bool), min_size=width, max_size=width))
    # Where no pipe is around, an empty cell would be one that is not there.
    word = WORD if is_open and is_closed else WORD.filter(bool)
    body = draw(st.lists(st.lists(word, min_size=width, max_size=width), max_size=4))
    return "\n".join(row(cells).rstrip() if not is_closed else row(cells) for cells in (head, rules, *body))


def cells(line: str) -> list[str]:
    """As GFM reads a row."""
    inner = re.sub(r"^\s*\|", "", line)
    inner = re.sub(r"(?<!\\)\|\s*$", "", inner)
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", inner)]


def grid(source: str) -> list[list[str]]:
    return [cells(line) for line in source.split("\n")]


@given(
    source=tables(),
    more=st.lists(st.sampled_from([*"a😀|\\ :", "<br>", "<BR />"]), max_size=60).map("".join),
)
def test_columns_stand_where_the_page_has_shown_them_before(script: Scripts, source: str, more: str) -> None:
    source = f"{source}\n| {more}"
    own = sides(source.split("\n"), "fr")
    whole = [column for column, side in enumerate(own) if side == "right"]
    drawn = script.call("../../tests/web/node/widths.mjs", "template", source, whole)
    assert drawn == template(source.split("\n"), own)


CELL = st.sampled_from(
    [
        "12",
        "1\u202f200",
        "1 200,5",
        "1,200.5",
        "3 %",
        "**4** €",
        "5 Md€",
        "6[^1]",
        "–",
        "n.d.",
        "",
        "mot",
        "7 mots",
        "[8](x)",
        "`9`",
    ]
)


@given(
    rules=st.lists(st.sampled_from(["---", ":-:", "--:", ":--"]), min_size=3, max_size=3),
    body=st.lists(st.lists(CELL, min_size=1, max_size=4), max_size=4),
    lang=st.sampled_from(["fr", "en"]),
)
def test_a_column_of_numbers_is_right_in_the_editor_too(
    script: Scripts, rules: list[str], body: list[list[str]], lang: str
) -> None:
    source = "\n".join("| " + " | ".join(row) + " |" for row in (["a", "b", "c"], rules, *body))
    drawn = script.call("../../tests/web/node/widths.mjs", "sides", source, for_scripts(lang))
    assert drawn == sides(source.split("\n"), lang)


def test_a_column_of_numbers_is_right_but_for_the_first_one() -> None:
    table = ["| n | m | s | l |", "|---|---|---|:--|", "| 1 | 12 % | trois | 4 |", "| 2 | – | 4 | 5 |"]
    assert sides(table, "fr") == ["left", "right", "left", "left"]


@given(source=tables())
def test_columns_share_the_width_of_their_table_and_hold_their_words(source: str) -> None:
    columns = re.findall(
        r"(\d+)em \+ 20px\), (\d+)fr", template(source.split("\n"), sides(source.split("\n"), "fr"))
    )
    rows = [row for number, row in enumerate(grid(source)) if number != 1]
    assert len(columns) == max(map(len, rows))
    assert abs(sum(int(share) for _, share in columns) - 100) <= len(columns) / 2
    for column, (least, _) in enumerate(columns):
        words = [word for row in rows for word in re.sub(r"[*`\[\]\\~]", "", row[column]).split()]
        assert int(least) >= max([3, *(0.52 * len(word) for word in words)])
