"""A table stays one, with its rows and cells, whatever is typed, pasted or taken away in it and around it."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.web.scripts import Scripts, scripts
from tests.web.test_tables import cells, grid, is_table, tables

GUARDED = "../../tests/web/node/guarded.mjs"


@pytest.fixture(scope="module")
def script() -> Iterator[Scripts]:
    with scripts() as running:
        yield running


def lines_of(text: str, before: str, height: int) -> str:
    """The table in a note that begins with `before`, whatever has come between them."""
    lines = text.split("\n")
    rule = next(
        number
        for number, line in enumerate(lines)
        if number and re.fullmatch(r"[\s|:-]*-[\s|:-]*", line) and len(cells(line)) > 1
    )
    return "\n".join(lines[rule - 1 : rule - 1 + height])


@given(source=tables(), data=st.data())
def test_what_is_done_in_a_table_leaves_its_rows_and_cells(
    script: Scripts, source: str, data: st.DataObject
) -> None:
    # A row that begins so is an item of a list.
    assume(not re.search(r"^\s*\*", source, re.MULTILINE))
    before, after = data.draw(st.sampled_from(["", "Avant\n\n"])), "\n\nAprès\n"
    note = before + source + after
    start, end = len(before), len(before) + len(source)
    assume(script.call(GUARDED, "written", note, [])["tables"] == 1)
    place, other = data.draw(st.integers(0, len(note))), data.draw(st.integers(0, len(note)))
    first, last = min(place, other), max(place, other)
    assume(not (first <= start and last >= end))
    assume(first < end and last > start)
    insert = data.draw(st.sampled_from(["", "x", "a|b", "un\ndeux", "\\|", " "]))
    event = data.draw(st.sampled_from(["input.type", "input.paste"])) if insert else "delete.selection"
    got = script.call(
        GUARDED, "written", note, [{"from": first, "to": last, "insert": insert, "event": event}]
    )
    assert got["tables"] == 1, got["text"]
    table = lines_of(got["text"], before, source.count("\n") + 1)
    assert is_table(table), got["text"]
    assert [len(row) for row in grid(table)] == [len(row) for row in grid(source)], got["text"]
    assert grid(table)[1] == grid(source)[1]
    assert 0 <= got["at"] <= len(got["text"])


@given(source=tables(), data=st.data())
def test_a_table_that_is_chosen_as_a_whole_goes_as_a_whole(
    script: Scripts, source: str, data: st.DataObject
) -> None:
    note = f"Avant\n\n{source}\n\nAprès"
    insert = data.draw(st.sampled_from(["", "x", "a\nb"]))
    edit = {"from": 7, "to": 7 + len(source), "insert": insert, "event": "input.paste"}
    assert script.call(GUARDED, "written", note, [edit])["text"] == f"Avant\n\n{insert}\n\nAprès"


@given(source=tables(), data=st.data())
def test_a_caret_stands_in_a_cell_or_outside(script: Scripts, source: str, data: st.DataObject) -> None:
    note = f"Avant\n\n{source}\n\nAprès"
    assume(script.call(GUARDED, "written", note, [])["tables"] == 1)
    start, to = data.draw(st.sampled_from([0, len(note)])), data.draw(st.integers(0, len(note)))
    at = script.call(GUARDED, "sent", note, start, to)
    assert not 7 <= at <= 7 + len(source) or note[:at].count("\n") != 3
    # It goes on in its direction: a key that moves it is never held.
    forward = script.call(GUARDED, "sent", note, at, min(at + 1, len(note)))
    assert forward > at or at == len(note)
    back = script.call(GUARDED, "sent", note, at, max(at - 1, 0))
    assert back < at or at == 0


@pytest.mark.parametrize(
    ("note", "edit", "wanted"),
    [
        ("| a | b |\n| - | - |\n| c | d |\n", (30, 30, "x"), "| a | b |\n| - | - |\n| c | d |\n\nx"),
        ("| a | b |\n| - | - |\n\nx", (20, 21, ""), "| a | b |\n| - | - |\n\nx"),
        ("x\n\n| a | b |\n| - | - |", (1, 2, ""), "x\n\n| a | b |\n| - | - |"),
        ("x\n\n\n| a | b |\n| - | - |", (1, 2, ""), "x\n\n| a | b |\n| - | - |"),
        ("x\n| a | b |\n| - | - |", (1, 2, ""), "x\n| a | b |\n| - | - |"),
        ("a | b\n--- | ---\nc | d", (20, 21, ""), "a | b\n--- | ---\nc | |"),
        ("a | b\n--- | ---\nc | d", (0, 1, ""), "| | b\n--- | ---\nc | d"),
        ("|a|b|\n|-|-|", (2, 2, "\\"), "|a\\ |b|\n|-|-|"),
        ("|a\\||b|\n|-|-|", (3, 4, ""), "|a|b|\n|-|-|"),
    ],
)
def test_lines_beside_a_table_do_not_run_into_it(
    script: Scripts, note: str, edit: tuple[int, int, str], wanted: str
) -> None:
    start, end, insert = edit
    change = {"from": start, "to": end, "insert": insert, "event": "input.type" if insert else "delete"}
    assert script.call(GUARDED, "written", note, [change])["text"] == wanted
