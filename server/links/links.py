"""Links: the address that each one is, its QR code, and its end."""

from collections.abc import Collection
from functools import partial

from aiohttp import web

from crdt.roles import Role
from crdt.seat import Close
from server.clock import now_ms
from server.http.keys import ENGINE
from server.http.paths import drawn, own_path, public_origin
from server.ids import LinkId
from server.links import closing
from server.links.closing import Also
from server.live.revocations import Revocation
from server.live.rooms import ROOMS
from server.storage.links import Link


async def qr(request: web.Request) -> web.Response:
    """The address of this very link as a QR code."""
    return drawn(public_origin(request) + own_path(request))


async def close_link(app: web.Application, link: LinkId, also: Collection[Also] = ()) -> tuple[LinkId, ...]:
    """Shut an address, end the rights that came by it, and the connections that use it; which were shut.

    `also`: what was made through it.
    """
    look = partial(closing.find, link=link, now=now_ms())
    ends = Revocation(
        (await app[ENGINE].read(look)).ids(also), why=Close.WITHDRAWN, detail="this link was closed"
    )
    async with app[ROOMS].guests.revoking(ends):
        return await app[ENGINE].write(partial(closing.do, link=link, also=also, at=now_ms()))


def first_open(found: list[Link], role: Role, now: int) -> Link | None:
    """The oldest link with exactly this role that still works, rather one without a password."""
    works = [link for link in found if link.role is role and link.is_open(now)]
    return min(works, key=lambda link: link.password_hash is not None, default=None)
