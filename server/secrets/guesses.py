"""Rate limits on the guesses at one door: those who were right before, and one line for all others."""

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from server.ids import DeviceId, LinkId
from server.jobs.asker import Asker
from server.secrets.attempts import Allowance, Attempts
from server.secrets.waiting_line import WaitingLine

# Kind to an office behind one address: people there have their own few tries, and share many.
_OF_DEVICE: Final = Allowance(at_once=5, every_s=60)
_OF_NETWORK: Final = Allowance(at_once=30, every_s=20)
# All that a /48 or a /56 holds together: at most half of what a link has.
_OF_WIDER: Final = Allowance(at_once=60, every_s=20)
_OF_LINK: Final = Allowance(at_once=300, every_s=10)
# Beside these 8,940 a day, a network from which somebody was right before has 750 of its own.
_OF_KNOWN: Final = Allowance(at_once=30, every_s=120)
# The door that was used least recently is forgotten.
_MOST_DOORS: Final = 1_000
# So many wrong answers, more than are forgotten meanwhile, are told to who manages, once in this time.
MANY: Final = 50
_TOLD_EVERY_S: Final = 3600.0

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guesser:
    """Whose guess it is, at the door of which link.

    `was_right`: this browser was, there; `is_near`: somebody of its network was.
    """

    link: LinkId
    device: DeviceId | None
    asker: Asker
    was_right: bool = False
    is_near: bool = False

    @property
    def networks(self) -> tuple[str, ...]:
        """The widest first."""
        return self.asker.networks or ("",)

    @property
    def network(self) -> str:
        """The nearest one."""
        return self.networks[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`wait_s`: 0 where the password is looked at. `counts`: where a wrong answer is counted.

    `is_crowded`: the wrong answers of others are why it waits.
    """

    wait_s: float = 0.0
    counts: Mapping[Hashable, Allowance]
    is_crowded: bool = False


class Guesses:
    """Times in seconds of a monotonic clock.

    A browser's guess counts as wrong until it is known to be right: many at once are no more than many. A
    network's does not, or a whole room that opens a link at once would be shut out.
    """

    def __init__(self) -> None:
        self._tries = Attempts()
        self._lines: OrderedDict[LinkId, WaitingLine] = OrderedDict()
        self._told: OrderedDict[LinkId, float] = OrderedDict()

    def judge(self, guesser: Guesser, now: float) -> Verdict:
        """Whether this guess is looked at now; then it is counted as a wrong one of its browser."""
        verdict = self._judged(guesser, now)
        if verdict.wait_s == 0:
            self._tries.count(_own(guesser), now)
        return verdict

    def give_back(self, guesser: Guesser, now: float) -> None:
        """The guess was right, or was not looked at."""
        self._tries.give_back(_own(guesser), now)

    def wrong(self, verdict: Verdict, now: float) -> None:
        """The guess was wrong."""
        self._tries.count(verdict.counts, now)

    def is_news(self, link: LinkId, now: float) -> bool:
        """Whether many wrong answers came to this door and somebody is to be told: once an hour."""
        many = _OF_LINK.at_once - self._tries.left(link, _OF_LINK, now)
        told_at = self._told.get(link)
        if many < MANY or (told_at is not None and now - told_at < _TOLD_EVERY_S):
            return False
        _keep(self._told, link, now)
        return True

    def _judged(self, guesser: Guesser, now: float) -> Verdict:
        door: dict[Hashable, Allowance] = {guesser.link: _OF_LINK}
        own_s = self._tries.wait_s(_own(guesser), now)
        if own_s > 0 or guesser.was_right:
            return Verdict(wait_s=own_s, counts=door)
        near = _near(guesser)
        if guesser.is_near and self._tries.wait_s(near, now) == 0:
            return Verdict(counts={**door, **near})
        around = _around(guesser)
        if (wait_s := self._tries.wait_s(around, now)) > 0:
            return Verdict(wait_s=wait_s, counts=door)
        wait_s = self._in_line(guesser, now)
        return Verdict(wait_s=wait_s, counts={**door, **around}, is_crowded=wait_s > 0)

    def _in_line(self, guesser: Guesser, now: float) -> float:
        """When its turn comes; at once where the door has enough guesses for all."""
        left = self._tries.left(guesser.link, _OF_LINK, now)
        line = self._lines.get(guesser.link)
        if line is None and left > 0:
            return 0
        line = line or WaitingLine(_OF_LINK.every_s)
        _keep(self._lines, guesser.link, line)
        widest = ("network", guesser.link, guesser.networks[0])
        wrong = _OF_WIDER.at_once - self._tries.left(widest, _OF_WIDER, now)
        wait_s = line.wait_s(guesser.asker, left, now, wrong=wrong)
        if line.is_empty and left > _OF_LINK.at_once // 2:  # until then it knows who has guessed
            del self._lines[guesser.link]
        return wait_s


def _own(guesser: Guesser) -> Mapping[Hashable, Allowance]:
    """All of a network that bring no cookie are one browser."""
    return {(guesser.link, guesser.device or guesser.network): _OF_DEVICE}


def _near(guesser: Guesser) -> Mapping[Hashable, Allowance]:
    return {("near", guesser.link, guesser.network): _OF_KNOWN}


def _around(guesser: Guesser) -> Mapping[Hashable, Allowance]:
    """The networks of a guess, one in the other: each slows itself before it slows others."""
    *wider, nearest = guesser.networks
    allowed: dict[Hashable, Allowance] = {("network", guesser.link, nearest): _OF_NETWORK}
    return allowed | {("network", guesser.link, network): _OF_WIDER for network in wider}


def _keep(kept: OrderedDict[LinkId, Kept], link: LinkId, what: Kept) -> None:
    kept[link] = what
    kept.move_to_end(link)
    if len(kept) > _MOST_DOORS:
        kept.popitem(last=False)
