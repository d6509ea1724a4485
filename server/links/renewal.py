"""Renews links while people use them: open connections end, and only kept devices learn the new address."""

from collections.abc import Collection
from functools import partial

from aiohttp import web

from crdt.seat import Close
from server.http.keys import ENGINE
from server.ids import DeviceId, LinkId
from server.live.revocations import Revocation
from server.live.rooms import ROOMS
from server.storage import renewals


async def renew(
    app: web.Application,
    links: Collection[LinkId],
    *,
    keep: Collection[DeviceId],
    at: int,
    why: Close = Close.WITHDRAWN,
) -> None:
    """Every older address of these links stops working; pages of kept devices come back by the new ones."""
    async with app[ROOMS].guests.revoking(Revocation(links, why=why, detail="this link was renewed")):
        await app[ENGINE].write(partial(renewals.renew, links=links, keep=keep, at=at))
