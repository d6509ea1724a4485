"""Link passwords: argon2id in two low-priority threads, rate limit on wrong answers."""

import asyncio
import math
import os
import sys
import threading
import unicodedata
from collections.abc import Callable, Hashable, Mapping
from functools import partial
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from export.errors import Busy
from server.errors import BusyError, TooOftenError
from server.ids import DeviceId, LinkId
from server.jobs.asker import Asker
from server.jobs.lane import Lane
from server.secrets.attempts import Allowance, Attempts

Result = TypeVar("Result")

LEAST_CHARACTERS: Final = 8
MOST_CHARACTERS: Final = 128
AT_ONCE: Final = 2
MOST_WAITING: Final = 64
MOST_WAITING_OF_ONE: Final = 8
# About 50 ms of one core each: RFC 9106 with less memory, since a small server has others to serve.
_MEMORY_KIB: Final = 32 * 1024
_PASSES: Final = 3
_NICE: Final = 10
# Kind to an office behind one address: people there have their own few tries, and share many.
_OF_DEVICE: Final = Allowance(at_once=5, every_s=60)
_OF_NETWORK: Final = Allowance(at_once=30, every_s=20)
_OF_LINK: Final = Allowance(at_once=300, every_s=10)


def normal(password: str) -> bytes:
    """As it is hashed: however a keyboard composes its accents, without what a messenger puts around it."""
    return unicodedata.normalize("NFC", password.strip()).encode("utf-8", "replace")


class Passwords:
    """Makes and checks hashes. The queue is bounded; too many wrong answers are delayed."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=_PASSES, memory_cost=_MEMORY_KIB, parallelism=1)
        self._lane = Lane(
            "password", AT_ONCE, most_of_one=MOST_WAITING_OF_ONE, most=MOST_WAITING, initializer=_step_back
        )
        self._tries = Attempts()

    def close(self) -> None:
        self._lane.close()

    async def hashed(self, password: str, asker: Asker) -> str:
        """What is kept of a password. Raises BusyError."""
        return await self._compute(asker, partial(self._hasher.hash, normal(password)))

    async def is_right(
        self, said: str, kept: str, *, link: LinkId, device: DeviceId | None, asker: Asker
    ) -> bool:
        """Whether `said` is the password of which `kept` is the hash. Raises TooOftenError, BusyError.

        That of a browser counts as wrong until it is known to be right, so that many at once are no more than
        many. A network's does not, or a whole room that opens a link at once would be shut out.
        """
        network = asker.networks[-1] if asker.networks else ""
        own, shared = _of_browser(link, device, network), _of_others(link, network)
        now = asyncio.get_running_loop().time
        if (wait_s := self._tries.wait_s(shared, now()) or self._tries.take(own, now())) > 0:
            raise TooOftenError("password_often", retry_s=math.ceil(wait_s), count=math.ceil(wait_s / 60))
        try:
            is_right = await self._compute(asker, partial(self._matches, kept, normal(said)))
        except BusyError:
            self._tries.give_back(own, now())
            raise
        if is_right:
            self._tries.give_back(own, now())
        else:
            self._tries.count(shared, now())
        return is_right

    def _matches(self, kept: str, said: bytes) -> bool:
        try:
            return self._hasher.verify(kept, said)
        except (VerificationError, InvalidHashError):
            return False

    async def _compute(self, asker: Asker, work: Callable[[], Result]) -> Result:
        try:
            return await self._lane.do(work, asker)
        except Busy:
            raise BusyError("password_busy") from None


def _of_browser(link: LinkId, device: DeviceId | None, network: str) -> Mapping[Hashable, Allowance]:
    """All of a network that bring no cookie are one browser."""
    return {(link, device or network): _OF_DEVICE}


def _of_others(link: LinkId, network: str) -> Mapping[Hashable, Allowance]:
    return {("network", link, network): _OF_NETWORK, link: _OF_LINK}


def _step_back() -> None:
    """Lower this thread's priority below the event loop's. On Linux each thread has its own niceness."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
