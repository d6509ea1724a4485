"""Attempts to link two devices: in memory, for ten minutes, one newcomer each; nothing of them is on disk."""

import re
import secrets
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from aiohttp import web

from server.ids import DeviceId
from server.secrets.attempts import Allowance, Attempts

LASTS_S: Final = 600.0
REMEMBERED: Final = 10_000
# Consonants: 34 bits, typed without a shift key, and never a word.
_LETTERS: Final = "BCDFGHJKLMNPQRSTVWXZ"
_LENGTH: Final = 8
_DIGITS: Final = 4
# Wrong codes of one network: 30 at once, then one in 20 s, as with the passwords of links.
_WRONG: Final = Allowance(at_once=30, every_s=20)


class Step(StrEnum):
    """What one of the two browsers sees of an attempt."""

    SHOW = "show"  # the code, for who began
    ASK = "ask"  # whether to go on, for who opened the address
    COMPARE = "compare"
    WAIT = "wait"  # this side has confirmed, the other one not yet
    LINKED = "linked"
    REFUSED = "refused"
    TAKEN = "taken"  # another browser has opened the code


@dataclass(slots=True, kw_only=True, eq=False)
class Pairing:
    """One attempt; `until` in seconds of the loop's clock. `gives` says that the newcomer's own
    notes go along, `given` how many did.
    """

    code: str
    shower: DeviceId
    until: float
    newcomer: DeviceId | None = None
    digits: str = ""
    gives: bool = False
    confirmed: set[DeviceId] = field(default_factory=set)
    is_refused: bool = False
    is_linked: bool = False
    given: int = 0

    def step(self, device: DeviceId | None) -> Step:
        """What a browser sees."""
        if device is None or device not in (self.shower, self.newcomer):
            is_free = self.newcomer is None and not self.is_refused
            return Step.ASK if is_free else Step.TAKEN
        if self.is_refused:
            return Step.REFUSED
        if self.is_linked:
            return Step.LINKED
        if self.newcomer is None:
            return Step.SHOW
        return Step.WAIT if device in self.confirmed else Step.COMPARE

    def open(self, device: DeviceId, *, gives: bool) -> None:
        """Be the newcomer, if nobody is: from now on both sides show the same digits."""
        if self.step(device) is Step.ASK:
            self.newcomer, self.gives = device, gives
            self.digits = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"

    def confirm(self, device: DeviceId, digits: str) -> bool:
        """One side says that the digits are the same; True for the second one, who links.

        `digits` are those that its page showed: an answer to an earlier page confirms nothing.
        """
        if self.step(device) is not Step.COMPARE or digits != self.digits:
            return False
        self.confirmed.add(device)
        return self.confirmed == {self.shower, self.newcomer}

    def refuse(self, device: DeviceId) -> bool:
        """Either side may, until both have confirmed; False for anybody else, and later."""
        if self.step(device) not in {Step.SHOW, Step.COMPARE, Step.WAIT} or len(self.confirmed) > 1:
            return False
        self.is_refused = True
        return True


class Pairings:
    """The attempts of the last ten minutes, at most one of each browser that shows a code."""

    def __init__(self) -> None:
        self._of: OrderedDict[DeviceId, Pairing] = OrderedDict()
        self._by_code: dict[str, Pairing] = {}
        self._wrong = Attempts()

    def show(self, device: DeviceId, now: float) -> Pairing:
        """A new code; the one that this browser showed before is over."""
        self._forget(device)
        while self._of and (next(iter(self._of.values())).until <= now or len(self._of) >= REMEMBERED):
            self._forget(next(iter(self._of)))
        code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
        pairing = Pairing(code=code, shower=device, until=now + LASTS_S)
        self._of[device] = self._by_code[code] = pairing
        return pairing

    def find(self, said: str, network: str, now: float) -> tuple[Pairing | None, float]:
        """The attempt with this code, or the seconds to wait for who has said too many wrong ones."""
        wrong: Mapping[Hashable, Allowance] = {network: _WRONG}
        if (wait_s := self._wrong.wait_s(wrong, now)) > 0:
            return None, wait_s
        pairing = self._by_code.get(normal(said))
        if pairing is not None and pairing.until > now:
            return pairing, 0.0
        self._wrong.count(wrong, now)
        return None, 0.0

    def end_of(self, devices: Iterable[DeviceId]) -> None:
        """Attempts that these browsers began or joined are over: they were closed."""
        gone = set(devices)
        for pairing in list(self._of.values()):
            if gone & {pairing.shower, pairing.newcomer} and not pairing.is_linked:
                self._forget(pairing.shower)

    def _forget(self, device: DeviceId) -> None:
        pairing = self._of.pop(device, None)
        if pairing is not None:
            del self._by_code[pairing.code]


PAIRINGS = web.AppKey("pairings", Pairings)


def normal(said: str) -> str:
    """A code as it is known, however somebody types it: BCDF-GHJK."""
    return re.sub(r"[^A-Z]", "", said.upper())


def spelled(code: str) -> str:
    """A code as people read it."""
    return f"{code[:4]}-{code[4:]}"
