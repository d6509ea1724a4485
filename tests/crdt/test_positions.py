"""Places in a text, counted three ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crdt.positions import (
    PositionError,
    code_point_to_utf8,
    code_point_to_utf16,
    utf16_to_code_point,
    utf16_to_utf8,
)


@given(st.text(max_size=40), st.data())
def test_the_three_ways_of_counting_name_the_same_place(text: str, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(text)))
    units = code_point_to_utf16(text, index)
    assert utf16_to_code_point(text, units) == index
    assert utf16_to_utf8(text, units) == code_point_to_utf8(text, index) == len(text[:index].encode())


def test_a_place_inside_a_character_is_refused() -> None:
    with pytest.raises(PositionError, match="inside a character"):
        utf16_to_utf8("a😀b", 2)


@pytest.mark.parametrize("index", [-1, 4])
def test_a_place_outside_the_text_is_refused(index: int) -> None:
    for convert in (code_point_to_utf8, code_point_to_utf16, utf16_to_utf8, utf16_to_code_point):
        with pytest.raises(PositionError, match="from 0 to 3"):
            convert("abc", index)
