"""Frames out of bytes, wherever the network cuts them; `tests/wire/test_rfc6455.py` speaks to the door."""

import contextlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.live.framing import BrokenError, Frame, Framing, Opcode, TooLongError, closing_code
from tests.wire.raw import BINARY, CONTINUATION, PING, frame

MOST = 100_000


def taken(data: bytes, cuts: list[int], *, most: int = MOST) -> list[Frame]:
    framing, frames = Framing(most), []
    places = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    for start, end in pairwise(places):
        framing.put(data[start:end])
        while (one := framing.take()) is not None:
            frames.append(one)
    return frames


@given(
    st.lists(st.tuples(st.sampled_from([BINARY, PING]), st.binary(max_size=125))),
    st.lists(st.integers(min_value=0)),
)
def test_frames_are_the_same_wherever_they_are_cut(sent: list[tuple[int, bytes]], cuts: list[int]) -> None:
    frames = taken(b"".join(frame(*one) for one in sent), cuts)
    assert [(kind, content) for kind, content, _ in frames] == sent


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65535, 65536, 99_999, MOST])
@pytest.mark.parametrize("cut", [1, 2, 5, 7, 70_000])
def test_a_message_of_any_length_comes_whole(size: int, cut: int) -> None:
    content = bytes(range(256)) * (size // 256 + 1)
    assert taken(frame(BINARY, content[:size]), [cut]) == [(Opcode.BINARY, content[:size], size)]


@given(st.binary(min_size=1, max_size=300), st.integers(1, 50), st.lists(st.integers(min_value=0)))
def test_parts_are_one_message(content: bytes, size: int, cuts: list[int]) -> None:
    starts = range(0, len(content), size)
    data = b"".join(
        frame(CONTINUATION if at else BINARY, content[at : at + size], fin=at == starts[-1]) for at in starts
    )
    *parts, (kind, whole, _) = taken(data, cuts)
    assert (kind, whole) == (Opcode.BINARY, content)
    assert {kind for kind, _, _ in parts} <= {Opcode.CONTINUATION}


@given(st.binary(max_size=200), st.lists(st.integers(min_value=0)))
def test_any_bytes_are_frames_or_broken(data: bytes, cuts: list[int]) -> None:
    with contextlib.suppress(BrokenError, TooLongError):
        taken(data, cuts)


def test_what_is_too_long_is_passed_over_and_what_follows_is_read() -> None:
    framing = Framing(10)
    framing.put(frame(BINARY, bytes(11))[:8])
    with pytest.raises(TooLongError):
        framing.take()
    framing.put(frame(BINARY, bytes(11))[8:] + frame(PING, b"x"))
    assert framing.take() == (Opcode.PING, b"x", 1)


def test_a_close_may_say_nothing_but_not_half_a_code() -> None:
    assert closing_code(b"") is None
    assert closing_code(b"\x03\xe8au revoir") == 1000
    with pytest.raises(BrokenError):
        closing_code(b"\x03")
