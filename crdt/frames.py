"""The y-websocket wire: one binary message to one frame and back.

A message is its type, then its content. Types 0 to 3 are y-websocket's; 4 and 5 are spoken only to a client
that asked for the subprotocol `pochette.1`. Source: y-protocols `PROTOCOL.md`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from crdt.varint import MalformedError, Reader, write_buffer, write_varint

SUBPROTOCOL: Final = "pochette.1"
MAX_CLIENTS_IN_STATE_VECTOR: Final = 100_000

_SYNC, _AWARENESS, _AUTH, _QUERY_AWARENESS, _ACKNOWLEDGED, _EVENT = range(6)
_STEP_1, _STEP_2, _UPDATE = range(3)
_SHORT_UPDATE: Final = bytes((_SYNC, _UPDATE))


class FrameError(ValueError):
    """A message that is no frame of this wire; `str()` says what was expected and what came."""


@dataclass(frozen=True, slots=True)
class SyncStep1:
    """The state vector of the sender, client id -> next clock; it asks for the rest."""

    clocks: Mapping[int, int]
    state_vector: bytes


@dataclass(frozen=True, slots=True)
class SyncStep2:
    """The answer to a step 1: everything the receiver lacked, all deletions included."""

    update: bytes


@dataclass(frozen=True, slots=True)
class Update:
    """An edit of the sender."""

    update: bytes


@dataclass(frozen=True, slots=True)
class Awareness:
    """States of presence, still encoded."""

    states: bytes


@dataclass(frozen=True, slots=True)
class QueryAwareness:
    """The sender asks for everybody's presence."""


Frame = SyncStep1 | SyncStep2 | Update | Awareness | QueryAwareness


def read_frame(message: bytes) -> Frame:
    """One message of a client. Raises FrameError; reads nothing inside an update or a presence."""
    reader = Reader(message)
    try:
        kind = reader.varint()
        if kind == _SYNC:
            frame: Frame = _read_sync(reader)
        elif kind == _AWARENESS:
            frame = Awareness(reader.buffer())
        elif kind == _QUERY_AWARENESS:
            frame = QueryAwareness()
        else:
            raise FrameError(f"expected a message of type 0, 1 or 3, got type {kind}")
        reader.finish()
    except MalformedError as error:
        raise FrameError(str(error)) from None
    return frame


def short_update(message: bytes) -> bytes | None:
    """The payload of an `Update` of less than 128 bytes; None for any other message."""
    size = len(message) - 3
    return message[3:] if 0 <= size < 128 and message[:2] == _SHORT_UPDATE and message[2] == size else None


def _read_sync(reader: Reader) -> SyncStep1 | SyncStep2 | Update:
    step = reader.varint()
    content = reader.buffer()
    if step == _UPDATE:
        return Update(content)
    if step == _STEP_2:
        return SyncStep2(content)
    if step == _STEP_1:
        return SyncStep1(read_state_vector(content), content)
    raise FrameError(f"expected sync step 0, 1 or 2, got {step}")


def read_state_vector(content: bytes) -> dict[int, int]:
    """Client id -> next clock. Raises MalformedError, also when a client is named twice."""
    reader = Reader(content)
    count = reader.varint()
    if count > MAX_CLIENTS_IN_STATE_VECTOR:
        raise MalformedError(f"a state vector names {count} clients")
    clocks: dict[int, int] = {}
    for _ in range(count):
        client = reader.varint()
        if client in clocks:
            raise MalformedError("a state vector names a client twice")
        clocks[client] = reader.varint()
    reader.finish()
    return clocks


def step_1(state_vector: bytes) -> bytes:
    """A message that asks for all that `state_vector` lacks."""
    return b"\x00\x00" + write_buffer(state_vector)


def step_2(update: bytes) -> bytes:
    """A message that answers a step 1."""
    return b"\x00\x01" + write_buffer(update)


def update(content: bytes) -> bytes:
    """A message that carries an edit."""
    return b"\x00\x02" + write_buffer(content)


def awareness(states: bytes) -> bytes:
    """A message that carries encoded states of presence."""
    return b"\x01" + write_buffer(states)


def permission_denied() -> bytes:
    """y-protocols' answer to a write without the right to it."""
    return b"\x02\x00" + write_buffer(b"permission denied")


def acknowledged(count: int) -> bytes:
    """A message that says: the first `count` of your step 2 and update frames are on disk."""
    return b"\x04" + write_varint(count)


def event(name: str, **content: object) -> bytes:
    """A message with one JSON event of ours."""
    body = json.dumps({"event": name, **content}, ensure_ascii=False, separators=(",", ":"))
    return b"\x05" + write_buffer(body.encode())
