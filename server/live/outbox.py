"""Outbox of a client on HTTP: numbered messages to be fetched, and the number of the last one fetched."""

from collections import deque
from itertools import islice
from typing import Final

# What a client that was cut off can be given again; beyond it, it begins a new connection.
REPLAY_BYTES: Final = 1 << 20
# What it costs to keep a message, however short it is.
_OVERHEAD_BYTES: Final = 64


class LostError(Exception):
    """The client asks on from a number that is not here (any more)."""


class Outbox:
    """Numbers begin at 1. `most` bounds the bytes that wait; one message, the largest, comes on top."""

    def __init__(self, *, most: int, replay: int = REPLAY_BYTES) -> None:
        self.last = 0
        self._most = most
        self._replay = replay
        self._largest = 0
        self._given = 0
        self._messages: deque[bytes] = deque()
        self._waiting_bytes = 0
        self._given_bytes = 0

    @property
    def is_full(self) -> bool:
        """Whether more waits than may."""
        return self._waiting_bytes > self._most + self._largest

    def put(self, message: bytes) -> None:
        self.last += 1
        self._messages.append(message)
        self._waiting_bytes += _cost(message)
        self._largest = max(self._largest, _cost(message))

    def after(self, number: int, *, most: int) -> list[bytes]:
        """The messages that follow `number`: about `most` bytes, and one at least where there is one.

        Raises LostError.
        """
        if not self.goes_on_from(number):
            raise LostError
        skipped = number - self._first + 1
        some: list[bytes] = []
        size = 0
        for message in islice(self._messages, skipped, None):
            if some and size + len(message) > most:
                break
            some.append(message)
            size += len(message)
        self._give(number + len(some))
        return some

    def goes_on_from(self, number: int) -> bool:
        """Whether everything that follows `number` is still here."""
        return self._first - 1 <= number <= self.last

    def heard(self, number: int) -> None:
        """The client has everything up to `number`."""
        while self._first <= min(number, self._given):
            self._given_bytes -= _cost(self._messages.popleft())

    def clear(self) -> None:
        """Drop all messages: no client will fetch them."""
        self._messages.clear()
        self._waiting_bytes = self._given_bytes = 0
        self._given = self.last

    @property
    def _first(self) -> int:
        return self.last - len(self._messages) + 1

    def _give(self, number: int) -> None:
        while self._given < number:
            self._given += 1
            size = _cost(self._messages[self._given - self._first])
            self._waiting_bytes -= size
            self._given_bytes += size
        while self._given_bytes > self._replay and self._first < self._given:
            self._given_bytes -= _cost(self._messages.popleft())


def _cost(message: bytes) -> int:
    return len(message) + _OVERHEAD_BYTES
