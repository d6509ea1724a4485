"""Link passwords: argon2id in two low-priority threads, rate limit on wrong answers."""

import asyncio
import math
import os
import sys
import threading
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from export.errors import Busy
from server.errors import BusyError, TooOftenError
from server.ids import LinkId
from server.jobs.asker import Asker
from server.jobs.lane import Lane
from server.secrets.guesses import Guesser, Guesses

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
        self._guesses = Guesses()

    def close(self) -> None:
        self._lane.close()

    async def hashed(self, password: str, asker: Asker) -> str:
        """What is kept of a password. Raises BusyError."""
        return await self._compute(asker, partial(self._hasher.hash, normal(password)))

    async def is_right(self, said: str, kept: str, guesser: Guesser) -> bool:
        """Whether `said` is the password of which `kept` is the hash. Raises TooOftenError, BusyError."""
        now = asyncio.get_running_loop().time
        verdict = self._guesses.judge(guesser, now())
        if (wait_s := verdict.wait_s) > 0:
            code = "password_line" if verdict.is_crowded else "password_often"
            raise TooOftenError(code, retry_s=math.ceil(wait_s), count=math.ceil(wait_s / 60))
        try:
            is_right = await self._compute(guesser.asker, partial(self._matches, kept, normal(said)))
        except BusyError:
            self._guesses.give_back(guesser, now())
            raise
        if is_right:
            self._guesses.give_back(guesser, now())
        else:
            self._guesses.wrong(verdict, now())
        return is_right

    def is_news(self, link: LinkId) -> bool:
        """Whether many passwords are tried at this door and somebody is to be told: once an hour."""
        return self._guesses.is_news(link, asyncio.get_running_loop().time())

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


def _step_back() -> None:
    """Lower this thread's priority below the event loop's. On Linux each thread has its own niceness."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
