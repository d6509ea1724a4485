"""Waiting line of one door: each guess that becomes free is kept for who is next, by turns of networks."""

from dataclasses import dataclass
from typing import Final

from server.jobs.asker import Asker
from server.jobs.fair_order import LEAST_S, FairOrder

# So long a guess is kept for who does not come back when told; then it is the next one's.
KEPT_S: Final = 120.0
# At the latest then somebody is told to come again: who would be called long before loses no place.
MOST_TOLD_S: Final = 300.0
MOST_WAITING: Final = 2_000
# A place is looked up so often at most, for it takes as long as there are networks.
_FRESH_S: Final = 5.0


@dataclass(slots=True)
class _Place:
    asker: Asker
    told_until: float
    looked_up_at: float


class WaitingLine:
    """Times in seconds of a monotonic clock; a guess becomes free every `every_s`.

    A network that has not guessed yet is one guess ahead of those that go on guessing.
    """

    def __init__(self, every_s: float) -> None:
        self._every_s = every_s
        self._order: FairOrder[str] = FairOrder(head_start_s=LEAST_S)
        self._waiting: dict[str, _Place] = {}
        self._called: dict[str, float] = {}

    @property
    def is_empty(self) -> bool:
        """Whether nobody waits or was called."""
        return not self._waiting and not self._called

    def wait_s(self, asker: Asker, free: int, now: float, *, wrong: int = 0) -> float:
        """0: it is this asker's turn, which is taken. Else when to come again.

        `free`: how many guesses the door has left. `wrong`: how many its network has had.
        """
        key = f"{asker.networks} {asker.who}"
        self._called = {one: until for one, until in self._called.items() if until > now}
        if key not in self._called:
            self._wait(key, asker, wrong, now)
            self._call(free, now)
        if key in self._called:
            del self._called[key]
            return 0
        return self._told(key, free, now)

    def _wait(self, key: str, asker: Asker, wrong: int, now: float) -> None:
        if key in self._waiting:
            return
        self._order.owe(asker, wrong * LEAST_S)
        self._order.add(asker, key)
        self._waiting[key] = _Place(asker, now, -_FRESH_S)
        if len(self._waiting) > MOST_WAITING:
            _, dropped = self._order.drop()
            del self._waiting[dropped]

    def _call(self, free: int, now: float) -> None:
        while self._waiting and len(self._called) < free:
            _, key = self._order.pop()
            self._called[key] = max(now, self._waiting.pop(key).told_until) + KEPT_S

    def _told(self, key: str, free: int, now: float) -> float:
        """Whose place was dropped comes again late; it is no place to wait for."""
        place = self._waiting.get(key)
        if place is None:
            return MOST_TOLD_S
        if now - place.looked_up_at >= _FRESH_S or place.told_until <= now:
            guesses = self._order.before(place.asker) + 1 + len(self._called) - free
            place.told_until = now + min(MOST_TOLD_S, max(1, guesses) * self._every_s)
            place.looked_up_at = now
        return place.told_until - now
