"""Messages of the wire, ours and those of other programs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc, Text, create_sync_message, create_update_message

from crdt import frames
from crdt.frames import Awareness, FrameError, QueryAwareness, SyncStep1, SyncStep2, Update, read_frame


@given(st.binary(max_size=300))
def test_what_we_write_is_read_back(content: bytes) -> None:
    assert read_frame(frames.update(content)) == Update(content)
    assert read_frame(frames.step_2(content)) == SyncStep2(content)
    assert read_frame(frames.awareness(content)) == Awareness(content)


def test_the_frames_of_pycrdt_are_read() -> None:
    doc: Doc[Text] = Doc()
    assert read_frame(create_sync_message(doc)) == SyncStep1({}, b"\x00")
    assert read_frame(create_update_message(b"\x00\x00")) == Update(b"\x00\x00")
    assert read_frame(b"\x03") == QueryAwareness()


@given(st.binary(max_size=60))
def test_any_bytes_are_a_frame_or_refused_with_a_reason(message: bytes) -> None:
    try:
        read_frame(message)
    except FrameError as error:
        assert str(error)  # noqa: PT017 - either outcome is right


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (b"", "ends inside a number"),
        (b"\x63", "type 99"),
        (b"\x04\x01", "type 4"),
        (b"\x00\x05\x00", "sync step 0, 1 or 2, got 5"),
        (b"\x00\x02\x05ab", "beyond the end"),
        (b"\x00\x02\x00\x00", "left after the end"),
        (b"\x00\x00\x04\xff\xff\xff\x7f", "names 268435455 clients"),
        (b"\x00\x00\x05\x02\x01\x05\x01\x05", "names a client twice"),
    ],
)
def test_a_message_that_is_no_frame_is_refused_with_its_reason(message: bytes, reason: str) -> None:
    with pytest.raises(FrameError, match=reason):
        read_frame(message)


def test_an_event_is_json_behind_its_length() -> None:
    assert frames.event("disk", writable=False) == b'\x05\x21{"event":"disk","writable":false}'


def test_a_short_update_is_found_in_its_only_spelling() -> None:
    for size in (0, 1, 127):
        content = b"x" * size
        message = frames.update(content)
        assert frames.short_update(message) == content
        assert frames.short_update(message + b"x") is None
        assert frames.short_update(message[:-1]) is None
    assert frames.short_update(frames.update(b"x" * 128)) is None
    assert frames.short_update(frames.step_2(b"x")) is None
