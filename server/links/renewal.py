"""Renews links while people use them: open connections end, and only kept devices learn the new address."""

from collections.abc import Collection
from functools import partial

from aiohttp import web

from crdt.seat import Close
from server.http.keys import ENGINE
from server.ids import DeviceId, LinkId, VisitorId
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


async def renew_without(
    app: web.Application, links: Collection[LinkId], *, without: VisitorId, by: DeviceId | None, at: int
) -> None:
    """The same for everybody who came by these links but one visitor, also on devices that were joined."""
    async with app[ROOMS].guests.revoking(
        Revocation(links, why=Close.WITHDRAWN, detail="this link was renewed")
    ):
        await app[ENGINE].write(partial(renewals.renew_without, links=links, without=without, by=by, at=at))
