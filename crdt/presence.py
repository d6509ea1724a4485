"""Presence: the name, colour and caret of a connection, a small state that the server checks and stamps.

Source: y-protocols `awareness.js`. A state of ours holds the visitor as the server knows them and a cursor of
two relative positions; whatever else a client puts into it stays behind.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from crdt.frames import awareness
from crdt.update import MAX_CLOCK
from crdt.varint import MalformedError, Reader, write_buffer, write_varint

MAX_STATE_BYTES: Final = 2048
MAX_STATES: Final = 1000
MAX_NAME: Final = 40
COLOURS: Final = (
    "#c2410c", "#1d4ed8", "#15803d", "#a21caf", "#0e7490", "#b45309", "#be123c", "#4d7c0f",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A visitor as everybody sees them; `colour` counts from 1."""

    visitor: str
    name: str | None
    colour: int


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Awareness state of a client: `content` is None when it leaves."""

    client: int
    clock: int
    content: Mapping[str, object] | None


def read_states(payload: bytes) -> list[State]:
    """The states in an awareness message. Raises MalformedError for more or larger ones than needed."""
    reader = Reader(payload)
    count = reader.varint()
    if count > MAX_STATES:
        raise MalformedError(f"expected at most {MAX_STATES} states of presence, got {count}")
    states = []
    for _ in range(count):
        client, clock = reader.varint(), reader.varint()
        states.append(State(client=client, clock=clock, content=_read_content(reader.text())))
    reader.finish()
    return states


def stamped(state: State, stamp: Stamp) -> bytes:
    """The message that shows a state to the others, or takes it away.

    Raises MalformedError for a state that is larger than MAX_STATE_BYTES or a clock beyond 2³¹ - 1.
    """
    if state.clock > MAX_CLOCK:
        raise MalformedError("a clock beyond 2^31 - 1")
    if state.content is None:
        return without(state.client, state.clock)
    colour = COLOURS[(stamp.colour - 1) % len(COLOURS)]
    user = {
        "name": stamp.name or _own_name(state.content),
        "colour": stamp.colour,
        "color": colour,
        "colorLight": colour + "33",
        "visitor": stamp.visitor,
    }
    content = {"user": user, "cursor": _cursor(state.content.get("cursor"))}
    try:
        body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:  # JSON can spell it
        raise MalformedError("half of a surrogate pair in a presence") from None
    if len(body) > MAX_STATE_BYTES:
        raise MalformedError(f"expected at most {MAX_STATE_BYTES} bytes of presence, got {len(body)}")
    return _message(state.client, state.clock, body)


def without(client: int, clock: int) -> bytes:
    """The message that takes a client's state away."""
    return _message(client, clock, b"null")


def _message(client: int, clock: int, body: bytes) -> bytes:
    return awareness(b"\x01" + write_varint(client) + write_varint(clock) + write_buffer(body))


def _read_content(text: str) -> Mapping[str, object] | None:
    if len(text) > MAX_STATE_BYTES:
        raise MalformedError(f"expected at most {MAX_STATE_BYTES} bytes of presence, got {len(text)}")
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise MalformedError("a presence that is not JSON") from None
    if content is None or isinstance(content, dict):
        return content
    raise MalformedError("expected an object or null as presence")


def _own_name(content: Mapping[str, object]) -> str | None:
    """The name that a program without a device gives itself."""
    user = content.get("user")
    name = user.get("name") if isinstance(user, dict) else None
    return " ".join(name.split())[:MAX_NAME] or None if isinstance(name, str) else None


def _cursor(cursor: object) -> dict[str, object] | None:
    if not isinstance(cursor, dict):
        return None
    anchor, head = _place(cursor.get("anchor")), _place(cursor.get("head"))
    return None if anchor is None or head is None else {"anchor": anchor, "head": head}


def _place(place: object) -> dict[str, object] | None:
    """A Yjs relative position with nothing in it but what one needs."""
    if not isinstance(place, dict):
        return None
    kept: dict[str, object] = {"type": None, "tname": None, "item": None}
    item = place.get("item")
    if isinstance(item, dict):
        client, clock = item.get("client"), item.get("clock")
        if not (_is_index(client) and _is_index(clock)):
            return None
        kept["item"] = {"client": client, "clock": clock}
    if place.get("tname") == "body":
        kept["tname"] = "body"
    kept["assoc"] = -1 if place.get("assoc") in (-1, -1.0) else 0
    return kept


def _is_index(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and 0 <= number < 1 << 53
