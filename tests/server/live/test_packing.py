"""Websocket frames of every length, and the messages in them."""

import pytest

from server.live.packing import pack, unpack

SIZES = [0, 1, 125, 126, 127, 65_535, 65_536, 70_000]


@pytest.mark.parametrize("size", SIZES)
def test_a_message_comes_out_as_it_went_in(size: int) -> None:
    assert list(unpack(pack(b"x" * size))) == [b"x" * size]


def test_frames_in_one_write_are_parted_again() -> None:
    messages = [bytes((at,)) * size for at, size in enumerate(SIZES)]
    assert list(unpack(b"".join(map(pack, messages)))) == messages
