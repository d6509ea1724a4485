"""Rate limits of mail: token buckets of a visitor and a network in memory, a bound by day on disk."""

import math
from asyncio import Lock, get_running_loop
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from weakref import WeakValueDictionary

from aiohttp import web

from server.errors import BadInputError, TooOftenError
from server.http.access import ACCESS
from server.http.address import ADDRESS
from server.http.keys import CLOCK, CONFIG
from server.networks import network_of
from server.secrets.attempts import Allowance, Attempts
from server.storage import Db, mail_days

MAIL_ATTEMPTS = web.AppKey("mail_tries", Attempts)

_VISITOR_EVERY_S: Final = 60
_NETWORK_EVERY_S: Final = 20
_VISITORS_OF_NETWORK: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The bound of a day of the team: `most` mails of the whole instance; `ends_in_s` seconds from now."""

    day: date
    most: int
    ends_in_s: int

    def check(self, db: Db, many: int) -> None:
        """Raises BadInputError for more than a day ever has, TooOftenError for more than is left of it."""
        if many > self.most:
            raise BadInputError("mail_at_once", many=many, most=self.most)
        left = max(0, self.most - mail_days.of_day(db, self.day))
        if many > left:
            raise TooOftenError("mail_day", retry_s=self.ends_in_s, most=self.most, count=left)

    def count(self, db: Db, many: int) -> None:
        """In the transaction of the mails: they are counted whole, or not at all. Raises as `check`."""
        self.check(db, many)
        mail_days.count(db, self.day, many)


def today(request: web.Request) -> Day:
    now = request.app[CLOCK].now()
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo)
    ends_in_s = max(1, math.ceil(midnight.timestamp() - now.timestamp()))
    return Day(day=now.date(), most=request.app[CONFIG].mails_a_day, ends_in_s=ends_in_s)


class Presses:
    """One press at a time of each batch: what is asked for twice at once finds what the first has sent."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, Lock] = WeakValueDictionary()

    def alone(self, batch: str) -> Lock:
        return self._locks.setdefault(batch, Lock())


MAIL_PRESSES = web.AppKey("mail_presses", Presses)


@contextmanager
def counted(
    request: web.Request, many: int, own: Mapping[Hashable, Allowance] | None = None
) -> Iterator[None]:
    """Count so many mails, or none of them; `own` in the place of the usual limits.

    Raises TooOftenError, BadInputError. They are given back where the block fails.
    """
    most = request.app[CONFIG].mails_of_a_press
    if own is None and many > most:
        raise BadInputError("mail_at_once", many=many, most=most)
    allowed = _usual(request, most) if own is None else own
    attempts, loop = request.app[MAIL_ATTEMPTS], get_running_loop()
    if (wait_s := attempts.take(allowed, loop.time(), many)) > 0:
        seconds = math.ceil(wait_s)
        raise TooOftenError("mail_often", retry_s=seconds, count=math.ceil(seconds / 60))
    try:
        yield
    except Exception:
        attempts.give_back(allowed, loop.time(), many)
        raise


def _usual(request: web.Request, most: int) -> Mapping[Hashable, Allowance]:
    visitor = Allowance(at_once=most, every_s=_VISITOR_EVERY_S)
    network = Allowance(at_once=_VISITORS_OF_NETWORK * most, every_s=_NETWORK_EVERY_S)
    return {
        ("visitor", request[ACCESS].who): visitor,
        ("network", network_of(request[ADDRESS].client)): network,
    }
