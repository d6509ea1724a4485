"""Attempts to link two devices: for ten minutes, one newcomer each; what each of the two may do, and sees."""

import re
import secrets
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, NamedTuple

from server.ids import DeviceId
from server.storage import Db, pairings
from server.storage.pairings import Pairing, State

LASTS_MS: Final = 600_000
# Consonants: 34 bits, typed without a shift key, and never a word.
_LETTERS: Final = "BCDFGHJKLMNPQRSTVWXZ"
_LENGTH: Final = 8
# Wrong codes of one network: 30 at once, then one in 20 s, as with the passwords of links.
_WRONG_AT_ONCE: Final = 30
_WRONG_EVERY_MS: Final = 20_000


class Step(StrEnum):
    """What one of the two browsers sees of an attempt."""

    SHOW = "show"  # the code, for who began
    ASK = "ask"  # whether to go on, for who opened the address
    COMPARE = "compare"
    WAIT = "wait"  # this side has confirmed, the other one not yet
    LINKED = "linked"
    REFUSED = "refused"
    TAKEN = "taken"  # another browser has opened the code


def step_of(pairing: Pairing, device: DeviceId | None) -> Step:
    """What a browser sees."""
    if not is_side(pairing, device):
        is_free = pairing.newcomer is None and pairing.state is State.OPEN
        return Step.ASK if is_free else Step.TAKEN
    match pairing.state:
        case State.REFUSED:
            return Step.REFUSED
        case State.LINKED:
            return Step.LINKED
        case State.OPEN if pairing.newcomer is None:
            return Step.SHOW
        case State.OPEN:
            return Step.WAIT if device == pairing.confirmed_by else Step.COMPARE


def is_side(pairing: Pairing, device: DeviceId | None) -> bool:
    """Whether a browser is one of the two."""
    return device is not None and device in (pairing.shower, pairing.newcomer)


def opened(pairing: Pairing, device: DeviceId, *, gives: bool) -> Pairing:
    """With the newcomer, if nobody is: from now on both sides show the same digits."""
    if step_of(pairing, device) is not Step.ASK:
        return pairing
    return replace(pairing, newcomer=device, gives=gives)


def confirmed(pairing: Pairing, device: DeviceId) -> Pairing:
    """One side says that the digits are the same. The second one changes nothing by that: it `completes`."""
    if step_of(pairing, device) is not Step.COMPARE or pairing.confirmed_by is not None:
        return pairing
    return replace(pairing, confirmed_by=device)


def completes(pairing: Pairing, device: DeviceId) -> bool:
    """Whether the other side has confirmed, and all that is missing is that this one does."""
    return step_of(pairing, device) is Step.COMPARE and pairing.confirmed_by is not None


def refused(pairing: Pairing, device: DeviceId) -> Pairing:
    """Either side may, until they are linked."""
    if step_of(pairing, device) not in {Step.SHOW, Step.COMPARE, Step.WAIT}:
        return pairing
    return replace(pairing, state=State.REFUSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A code that a browser has said, hashed as its network is; `at` in ms since 1970."""

    code: bytes
    device: DeviceId | None
    network: bytes
    at: int


class Answer(NamedTuple):
    """The attempt with a code, or none; and the seconds to wait for who has said too many wrong ones."""

    pairing: Pairing | None
    wait_s: float = 0


def own(db: Db, said: Said) -> Pairing | None:
    """The attempt with this code, for one of its two sides: they guess nothing."""
    pairing = pairings.find(db, said.code, said.at)
    return pairing if pairing is not None and is_side(pairing, said.device) else None


def guessed(db: Db, said: Said) -> Answer:
    """The attempt with this code, for anybody. A wrong one is counted in the same transaction."""
    forgotten_at = max(pairings.forgotten_at(db, said.network), said.at) + _WRONG_EVERY_MS
    if (wait_ms := forgotten_at - said.at - _WRONG_AT_ONCE * _WRONG_EVERY_MS) > 0:
        return Answer(None, wait_ms / 1000)
    pairing = pairings.find(db, said.code, said.at)
    if pairing is None:
        pairings.count_wrong(db, said.network, forgotten_at=forgotten_at, now=said.at)
    return Answer(pairing)


def new_code() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def normal(said: str) -> str:
    """A code as it is known, however somebody types it: BCDF-GHJK."""
    return re.sub(r"[^A-Z]", "", said.upper())


def spelled(code: str) -> str:
    """A code as people read it."""
    return f"{code[:4]}-{code[4:]}"
