"""What a client may say of itself, and what the server makes of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crdt.presence import MAX_STATE_BYTES, Stamp, State, read_states, stamped, without
from crdt.varint import MalformedError, Reader, write_buffer
from tests.crdt.awareness import awareness_payload

CLAIRE = Stamp(visitor="v1", name="Claire", colour=2)


def shown(message: bytes) -> State:
    (state,) = read_states(Reader(message, 1).buffer())
    return state


def test_the_server_says_who_it_is_and_keeps_only_the_caret() -> None:
    place = {"type": None, "tname": "body", "item": {"client": 7, "clock": 4}, "assoc": 0}
    forged = {
        "user": {"name": "Le candidat", "color": "url(javascript:x)"},
        "cursor": {"anchor": place, "head": {**place, "evil": 1}},
        "junk": 1,
    }
    (state,) = read_states(awareness_payload(forged))
    content = shown(stamped(state, CLAIRE)).content
    assert content == {
        "user": {
            "name": "Claire", "colour": 2, "color": "#1d4ed8", "colorLight": "#1d4ed833", "visitor": "v1",
        },
        "cursor": {"anchor": place, "head": place},
    }  # fmt: skip


def test_a_program_without_a_device_keeps_its_own_name() -> None:
    (state,) = read_states(awareness_payload({"user": {"name": "  Robot \n de veille " + "x" * 60}}))
    content = shown(stamped(state, Stamp(visitor="l", name=None, colour=9))).content
    assert content is not None
    assert content["user"] == {
        "name": ("Robot de veille " + "x" * 60)[:40],
        "colour": 9, "color": "#c2410c", "colorLight": "#c2410c33", "visitor": "l",
    }  # fmt: skip


@pytest.mark.parametrize(
    "cursor",
    [1, [], {}, {"anchor": {}, "head": 3}, {"anchor": {"item": {"client": -1, "clock": 0}}, "head": {}},
     {"anchor": {"item": {"client": True, "clock": 0}}, "head": {}}],
)  # fmt: skip
def test_a_caret_that_is_none_is_not_shown(cursor: object) -> None:
    (state,) = read_states(awareness_payload({"cursor": cursor}))
    content = shown(stamped(state, CLAIRE)).content
    assert content is not None
    assert content["cursor"] is None


def test_leaving_takes_the_state_away() -> None:
    (state,) = read_states(awareness_payload(None))
    assert stamped(state, CLAIRE) == without(7, 3)


@pytest.mark.parametrize(
    "payload",
    [
        b"\xff\x7f",
        awareness_payload("x" * MAX_STATE_BYTES),
        awareness_payload([1]),
        b"\x01\x07\x03" + write_buffer(b"{"),
        b"\x01\x07\x03" + write_buffer(b"[" * 2000),
        awareness_payload({}) + b"\x00",
    ],
)
def test_a_presence_that_nobody_needs_is_refused(payload: bytes) -> None:
    with pytest.raises(MalformedError):
        read_states(payload)


def test_a_clock_that_would_freeze_somebody_is_refused() -> None:
    (state,) = read_states(awareness_payload({}, clock=1 << 40))
    with pytest.raises(MalformedError, match="clock"):
        stamped(state, CLAIRE)


@given(st.binary(max_size=80))
def test_any_bytes_are_states_or_refused(payload: bytes) -> None:
    try:
        read_states(payload)
    except MalformedError as error:
        assert str(error)  # noqa: PT017 - either outcome is right
