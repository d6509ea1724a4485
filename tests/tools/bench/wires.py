"""The protocols of the servers: y-websocket's, ours on top of it, and Hocuspocus'."""

from dataclasses import dataclass
from typing import Final

from crdt import frames
from crdt.varint import write_buffer

ASK_FOR_ALL: Final = frames.step_1(b"\x00")
NOTHING_TO_ADD: Final = frames.step_2(b"\x00\x00")
SYNC: Final = 0


@dataclass(frozen=True, slots=True)
class Wire:
    """A protocol: the subprotocol, the prefix of each message, and the first messages."""

    subprotocol: str = ""
    names_room: bool = False
    sync_kinds: frozenset[int] = frozenset({SYNC})

    def prefix(self, room: str) -> bytes:
        """The prefix of each message in both directions."""
        return write_buffer(room.encode()) if self.names_room else b""

    def greeting(self, room: str) -> list[bytes]:
        """The first messages of a client, with their prefix."""
        prefix = self.prefix(room)
        first = [_TOKEN] if self.names_room else []
        return [prefix + message for message in (*first, ASK_FOR_ALL)]


# Type 2 is Hocuspocus' authentication: a token, and the version of the provider.
_TOKEN: Final = b"\x02\x00" + write_buffer(b"token") + write_buffer(b"4.7.0")

STOCK: Final = Wire()
OURS: Final = Wire(subprotocol=frames.SUBPROTOCOL)
# Type 4 is its answer to a step 1.
HOCUSPOCUS: Final = Wire(names_room=True, sync_kinds=frozenset({SYNC, 4}))
