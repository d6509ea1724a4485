"""How much one visitor may send: more than anybody types, and who sends more waits, so that others need not.

Counted by visitor and not by address: a whole office is one address. Nothing is refused, so an honest program
that brings much at a time only takes longer.
"""

from dataclasses import dataclass
from typing import Final

BURST_S: Final = 5.0
REMEMBERED: Final = 10_000


@dataclass(slots=True)
class _Account:
    """Seconds of the allowed rate that were used up at a moment; they melt away by themselves."""

    used_s: float
    at: float


class Rates:
    """`messages` and `size` (bytes) are allowed a second on average; times are of one monotonic clock."""

    def __init__(self, *, messages: int, size: int) -> None:
        self._message_s = 1 / messages
        self._byte_s = 1 / size
        self._accounts: dict[str, _Account] = {}

    def __len__(self) -> int:
        return len(self._accounts)

    def wait(self, visitor: str, size: int, now: float) -> float:
        """Count one message of `size` bytes; how many seconds to wait before it is taken in."""
        account = self._accounts.get(visitor)
        if account is None:
            if len(self._accounts) >= REMEMBERED:
                self._forget(now)
            account = self._accounts[visitor] = _Account(0.0, now)
        account.used_s = max(0.0, account.used_s - (now - account.at)) + max(
            self._message_s, size * self._byte_s
        )
        account.at = now
        return max(0.0, account.used_s - BURST_S)

    def _forget(self, now: float) -> None:
        """Drop the accounts on which nothing is left."""
        self._accounts = {
            visitor: account
            for visitor, account in self._accounts.items()
            if account.used_s > now - account.at
        }
