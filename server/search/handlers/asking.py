"""Asks the search for its page and for programs: the device, its rate limit, the plan."""

import asyncio
from collections.abc import Hashable
from functools import partial
from math import ceil
from typing import Final

from aiohttp import web

from export.errors import Busy
from server.clock import now_ms
from server.errors import BadInputError, BusyError, ForbiddenError, TooOftenError
from server.http.access import DEVICE
from server.http.address import ADDRESS
from server.http.keys import CLOCK, ENGINE
from server.networks import network_of
from server.rights import holder
from server.rights.cookie import CookieClaim
from server.search.handlers.keys import SEARCH, SEARCH_ATTEMPTS
from server.search.handlers.request import SearchRequest
from server.search.rules.plan import SearchPlan
from server.search.rules.query import Query, parse
from server.search.rules.ranking import Answer
from server.secrets.attempts import Allowance
from server.storage import Db
from server.storage.devices import Device
from server.storage.searching import TooWideError
from server.visitors import devices
from server.visitors.askers import asker_of
from server.visitors.team import TEAM
from server.visitors.visit import visit_of

# Who types sends a question at each pause of 120 ms: two minutes of it, then two a second.
_OF_DEVICE: Final = Allowance(at_once=240, every_s=0.5)
_OF_NETWORK: Final = Allowance(at_once=2_400, every_s=0.05)

# Not a question yet; any other sign is read, and refused in words.
_NOTHING: Final = " \t\n"


async def come(request: web.Request) -> Device | None:
    """The device of the request, None for a new browser. Raises ForbiddenError to one declared stolen."""
    claim = visit_of(request).cookie
    device, is_suspended = await request.app[ENGINE].read(partial(_come, claim=claim, now=now_ms()))
    if is_suspended:
        raise ForbiddenError("device_suspended")
    await devices.keep_up(request, device)
    request[DEVICE] = device
    return device


async def ask(request: web.Request, device: Device, asked: SearchRequest) -> tuple[Query | None, Answer]:
    """Raises BadInputError, TooOftenError, BusyError."""
    query, zone = _query(request, asked), request.app[CLOCK].zone
    plan = SearchPlan(
        device=device.id,
        proof=request.app[TEAM].proof,
        now=now_ms(),
        zone=zone,
        query=query,
        # What was typed counts before what was chosen.
        filters=query.filters.over(asked.chosen) if query else asked.chosen,
        binder=asked.binder,
        archived=asked.archive,
        comments=asked.comments,
        after=asked.after,
    )
    _count(request, device)
    try:
        return query, await request.app[SEARCH].ask(plan, await asker_of(request))
    except TooWideError:
        raise BadInputError("search_too_wide") from None
    except Busy:
        raise BusyError("search_busy") from None


def _come(db: Db, *, claim: CookieClaim | None, now: int) -> tuple[Device | None, bool]:
    device = holder.find(db, claim)
    return device, device is None and holder.suspended(db, claim, now) is not None


def _query(request: web.Request, asked: SearchRequest) -> Query | None:
    """None where nothing was typed yet. Raises BadInputError."""
    if not asked.q.strip(_NOTHING):
        return Query() if asked.chosen else None
    return parse(asked.q, now_ms(), request.app[CLOCK].zone)


def _count(request: web.Request, device: Device) -> None:
    allowed: dict[Hashable, Allowance] = {
        ("device", device.id): _OF_DEVICE,
        ("network", network_of(request[ADDRESS].client)): _OF_NETWORK,
    }
    wait_s = request.app[SEARCH_ATTEMPTS].take(allowed, asyncio.get_running_loop().time())
    if wait_s > 0:
        raise TooOftenError("search_too_often", retry_s=ceil(wait_s), seconds=ceil(wait_s))
