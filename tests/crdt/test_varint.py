"""Integers and buffers of lib0."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crdt.varint import MAX_INTEGER, MalformedError, Reader, write_buffer, write_varint


@given(st.integers(0, MAX_INTEGER))
def test_an_integer_is_read_as_it_was_written(number: int) -> None:
    reader = Reader(write_varint(number))
    assert reader.varint() == number
    reader.finish()


@given(st.binary(max_size=12))
def test_whatever_is_read_is_in_its_shortest_form(data: bytes) -> None:
    reader = Reader(data)
    try:
        number = reader.varint()
    except MalformedError:
        return
    assert write_varint(number) == data[: reader.at]


@pytest.mark.parametrize("data", [b"", b"\x80", b"\x80\x00", b"\xff" * 9, b"\xff" * 7 + b"\x7f"])
def test_a_number_that_is_cut_long_padded_or_too_large_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedError):
        Reader(data).varint()


def test_a_length_never_points_beyond_the_end() -> None:
    with pytest.raises(MalformedError, match="beyond the end"):
        Reader(write_varint(1 << 40) + b"abc").buffer()


@given(st.text())
def test_a_text_is_read_as_it_was_written(text: str) -> None:
    assert Reader(write_buffer(text.encode())).text() == text


def test_a_text_that_is_not_utf_8_is_refused() -> None:
    with pytest.raises(MalformedError, match="UTF-8"):
        Reader(b"\x01\xff").text()
