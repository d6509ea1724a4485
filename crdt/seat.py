"""The state of one connection in a room: its role, what it has sent, and how much of that is on disk."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from crdt.frames import SyncStep1
from crdt.keystroke import Typist
from crdt.presence import Stamp
from crdt.roles import Role

MAX_RESYNCS: Final = 5


class Close(StrEnum):
    """Why the server ends a connection; `code` follows RFC 6455. 44xx: do not come back. 45xx: come back."""

    MALFORMED = "malformed"
    NO_SUCH_LINK = "no-such-link"
    WITHDRAWN = "access-withdrawn"
    TRASHED = "in-trash"
    DEVICE_CLOSED = "device-closed"
    LOCKED = "password-asked"
    CLIENT_ID_TAKEN = "client-id-taken"
    OTHER_EPOCH = "other-epoch"
    WENT_BACK = "went-back"
    NOTE_FULL = "note-full"
    REFUSED = "update-refused"
    RELOADING = "reloading"
    CHANGED = "link-changed"
    OUTBOX_FULL = "outbox-full"
    TOO_FAST = "too-fast"
    TOO_SLOW = "too-slow"
    TOO_MUCH = "too-much"
    TOO_MANY = "too-many"
    GOING_AWAY = "restarting"

    @property
    def code(self) -> int:
        """The close code."""
        return _CODES[self]


_CODES = {
    Close.MALFORMED: 4400,
    Close.NO_SUCH_LINK: 4401,
    Close.WITHDRAWN: 4403,
    Close.TRASHED: 4404,
    Close.DEVICE_CLOSED: 4405,
    Close.LOCKED: 4423,
    Close.CLIENT_ID_TAKEN: 4409,
    Close.OTHER_EPOCH: 4410,
    Close.WENT_BACK: 4411,
    Close.NOTE_FULL: 4413,
    Close.REFUSED: 4422,
    Close.RELOADING: 4503,
    Close.CHANGED: 4504,
    Close.OUTBOX_FULL: 4508,
    Close.TOO_FAST: 4529,
    Close.TOO_SLOW: 4507,
    Close.TOO_MUCH: 4513,
    Close.TOO_MANY: 4530,
    Close.GOING_AWAY: 1012,
}


class Peer(Protocol):
    """The other end of a connection, as far as a room can tell."""

    def send(self, packed: bytes, /) -> None:
        """Write bytes that the room's `pack` has made; never waits."""

    def close(self, why: Close, detail: str, /) -> None:
        """End the connection. `detail` says what was expected and what came."""


@dataclass(slots=True, kw_only=True, eq=False)
class Seat:
    """`owner` owns the client ids written from here; `speaks_ours` is the subprotocol `pochette.1`.

    `typist` is where it has just typed. `names_epoch` says that its copy is known to be of this epoch;
    another one may be on trial until it is seen to bring nothing from before, and `asks` for its answer then.
    """

    peer: Peer
    role: Role
    owner: str
    stamp: Stamp
    speaks_ours: bool
    names_epoch: bool = True
    is_on_trial: bool = False
    asks: SyncStep1 | None = None
    client: int | None = None
    received: int = 0
    held_at: int | None = None
    acknowledged: int = 0
    awaits_resync: bool = False
    resyncs: int = 0
    is_full: bool = False
    typist: Typist | None = None

    @property
    def settled(self) -> int:
        """How many of its step 2 and update frames are in the note, so that the next commit covers them."""
        return self.received if self.held_at is None else self.held_at

    def hold(self) -> None:
        """The frame just counted is not in the note: settle nothing more until a step 2 heals it."""
        if self.held_at is None:
            self.held_at = self.received - 1

    def heal(self) -> None:
        """A step 2 has brought everything that this connection has."""
        self.held_at = None
        self.awaits_resync = False
        self.resyncs = 0
        self.is_full = False
