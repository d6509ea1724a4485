"""The form of an update: what is read and the named killers that are not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crdt.note import first_update
from crdt.update import MAX_CLOCK, read_update
from crdt.varint import MalformedError, write_buffer, write_varint


def an_update(*blocks: bytes, client: int = 1, clock: int = 0, deletes: bytes = b"\x00") -> bytes:
    """One client's blocks, then deletions."""
    head = b"\x01" + write_varint(len(blocks)) + write_varint(client) + write_varint(clock)
    return head + b"".join(blocks) + deletes


def a_text(text: str, root: str = "body") -> bytes:
    """A string block at the beginning of a root."""
    return b"\x04\x01" + write_buffer(root.encode()) + write_buffer(text.encode())


def test_an_honest_update_is_read_whole() -> None:
    parsed = read_update(first_update("né 😀"))
    (section,) = parsed.sections
    assert (section.start, section.end) == (0, 5)
    assert section.low_surrogates == [4]
    assert parsed.deletes == {}


KILLERS = {
    "an empty block, which empties the note at its next load": b"\x01\x01\x01\x00\x00\x00\x00",
    "nested values, which overflow the stack": an_update(
        b"\x08\x01\x04body" + b"\x75\x01" * 30_000 + b"\x7e"
    ),
    "a count of millions": b"\xff\xff\xff\x7f",
    "a client without a block": b"\x01\x00\x01\x00\x00",
    "another root": an_update(a_text("x", root="other")),
    "a block inside another": an_update(b"\x04\x00\x01\x00\x01x"),
    "a key": an_update(b"\x24\x01\x04body\x01k\x01x"),
    "an embedded type": an_update(b"\x07\x01\x04body\x02"),
    "a subdocument": an_update(b"\x09\x01\x04body\x01x\x00"),
    "a clock beyond reason": an_update(a_text("xx"), clock=MAX_CLOCK - 1),
    "a deletion of nothing": b"\x00\x01\x01\x01\x00\x00",
    "deletions out of order": b"\x00\x01\x01\x02\x05\x01\x01\x01",
    "text that is not UTF-8": an_update(b"\x04\x01\x04body\x01\xff"),
    "half a character": an_update(b"\x04\x01\x04body\x03\xed\xa0\xbd"),
    "an origin in its own future": an_update(b"\x84\x01\x05\x01x"),
    "a block between a place and itself": an_update(b"\xc4\x02\x00\x02\x00\x01x"),
    "a client twice": b"\x02" + an_update(a_text("x"))[1:-1] + an_update(a_text("x"))[1:],
    "a padded number": b"\x81\x00\x01\x01\x00\x04\x01\x04body\x01x\x00",
    "something after the end": an_update(a_text("x")) + b"\x00",
    "nothing at all": b"",
}


@pytest.mark.parametrize("killer", KILLERS.values(), ids=KILLERS.keys())
def test_what_harms_a_document_is_refused_before_pycrdt_sees_it(killer: bytes) -> None:
    with pytest.raises(MalformedError):
        read_update(killer)


@given(st.binary(max_size=80))
@settings(max_examples=500)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        parsed = read_update(data)
    except MalformedError:
        return
    for section in parsed.sections:
        assert section.start < section.end <= MAX_CLOCK
