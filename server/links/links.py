"""Links: the address that each one is, its QR code, and its end."""

from functools import partial

from aiohttp import web

from crdt.roles import Role
from crdt.seat import Close
from server.clock import now_ms
from server.http.keys import ENGINE
from server.http.paths import drawn, own_path, public_origin
from server.ids import LinkId
from server.live.revocations import Revocation
from server.live.rooms import ROOMS
from server.storage import links
from server.storage.links import Link


async def qr(request: web.Request) -> web.Response:
    """The address of this very link as a QR code."""
    return drawn(public_origin(request) + own_path(request))


async def close_link(app: web.Application, link: LinkId) -> None:
    """Shut an address, end the rights that came by it, and the connections that use it."""
    async with app[ROOMS].guests.revoking(
        Revocation([link], why=Close.WITHDRAWN, detail="this link was closed")
    ):
        await app[ENGINE].write(partial(links.close, link=link, at=now_ms()))


def first_open(found: list[Link], role: Role, now: int) -> Link | None:
    """The oldest link with exactly this role that still works, rather one without a password."""
    works = [link for link in found if link.role is role and link.is_open(now)]
    return min(works, key=lambda link: link.password_hash is not None, default=None)
