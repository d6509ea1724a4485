"""Places in a text, counted in code points and in bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crdt.positions import PositionError, code_point_to_utf8


@given(st.text(max_size=40), st.data())
def test_an_index_and_its_byte_offset_cut_the_text_alike(text: str, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(text)))

    assert text.encode()[: code_point_to_utf8(text, index)].decode() == text[:index]


@pytest.mark.parametrize("index", [-1, 4])
def test_a_place_outside_the_text_is_refused(index: int) -> None:
    with pytest.raises(PositionError, match="from 0 to 3"):
        code_point_to_utf8("abc", index)
