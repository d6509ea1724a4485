"""Rate limit of a visitor: above any typing speed; beyond it the sender waits, not the others.

Counted by visitor and not by address: a whole office is one address. Nothing is refused, so an honest program
that brings much at a time only takes longer.
"""

from dataclasses import dataclass
from typing import Final

BURST_S: Final = 5.0
REMEMBERED: Final = 10_000
# A key held down sends 60 messages a second, carets included.
TYPED_A_SECOND: Final = 100
# What is sent beyond that, all may send together: so many times what one may.
SHARES: Final = 10
# For so long both may be exceeded: an honest page brings what it has in one message.
SHORT_BURST_S: Final = 1.0
# A delayed sender waits once to twice so long at least, and then sends for as long: a wait costs as much as
# ten messages.
PAUSE_S: Final = 0.25


@dataclass(slots=True)
class _Account:
    """Seconds of what is allowed that were used up at a moment, and of what is typed; both melt away."""

    used_s: float
    typed_s: float
    at: float


class Rates:
    """`messages` and `size` (bytes) are allowed a second on average; times are of one monotonic clock.

    What goes beyond `typed` messages a second is taken from an account that all share.
    """

    def __init__(self, *, messages: int, size: int, typed: int = TYPED_A_SECOND) -> None:
        self._message_s = 1 / messages
        self._byte_s = 1 / size
        self._typed_s = 1 / typed
        self._accounts: dict[str, _Account] = {}
        self._common = _Account(0.0, 0.0, 0.0)

    def __len__(self) -> int:
        return len(self._accounts)

    def wait(self, visitor: str, size: int, now: float) -> float:
        """Count one message of `size` bytes; how many seconds to wait before it is taken in."""
        account = self._accounts.get(visitor)
        if account is None:
            if len(self._accounts) >= REMEMBERED:
                self._forget(now)
            account = self._accounts[visitor] = _Account(0.0, 0.0, now)
        rest_s = now - account.at
        account.at = now
        cost_s = max(self._message_s, size * self._byte_s)
        used_s, typed_s = account.used_s - rest_s, account.typed_s - rest_s
        account.used_s = used_s = (used_s if used_s > 0 else 0.0) + cost_s
        account.typed_s = typed_s = (typed_s if typed_s > 0 else 0.0) + self._typed_s
        wait_s = used_s - BURST_S if used_s > BURST_S else 0.0
        if typed_s > SHORT_BURST_S:
            account.typed_s = SHORT_BURST_S
            wait_s = max(wait_s, self._share(cost_s, now))
        # Jitter: clients that began to wait together must not come back together.
        return wait_s + PAUSE_S * (1 + hash(visitor) % 64 / 64) if wait_s else 0.0

    def _share(self, cost_s: float, now: float) -> float:
        """Count bytes beyond typing against the budget of all visitors; returns the seconds to wait."""
        common = self._common
        common.used_s = max(0.0, common.used_s - (now - common.at)) + cost_s / SHARES
        common.at = now
        return max(0.0, common.used_s - SHORT_BURST_S)

    def _forget(self, now: float) -> None:
        """Drop the accounts on which nothing is left."""
        self._accounts = {
            visitor: account
            for visitor, account in self._accounts.items()
            if max(account.used_s, account.typed_s) > now - account.at
        }
