"""An address from before a renewal leads a device that was kept to the new one, and nobody else anywhere."""

from functools import partial
from typing import Final

from aiohttp import hdrs, web

from server.clock import now_ms
from server.http.keys import ENGINE, SEAL
from server.http.paths import own_path
from server.ids import LinkId
from server.rights import holder
from server.rights.cookie import CookieClaim
from server.secrets.tokens import link_of
from server.storage import Db, renewals
from server.storage.rights import links
from server.storage.rights.links import Link
from server.text.paths import link_path
from server.visitors.visit import visit_of

_SAFE: Final = {hdrs.METH_GET, hdrs.METH_HEAD}


async def redirect(request: web.Request) -> web.Response | None:
    """303 to the same page at the new address, 307 for what writes; None for a device that was not kept."""
    token = request.match_info["token"]
    id_ = link_of(token)
    if id_ is None:
        return None
    claim = visit_of(request).cookie
    look = partial(_look, id_=id_, claim=claim, now=now_ms())
    older, way_in = await request.app[ENGINE].read(look)
    if older is None or way_in is None or not _was_its_token(request, token, older):
        return None
    new = link_path(request.app[SEAL], way_in) + request.path_qs.removeprefix(own_path(request))
    see_other, repeat = web.HTTPSeeOther.status_code, web.HTTPTemporaryRedirect.status_code
    status = see_other if request.method in _SAFE else repeat
    return web.Response(status=status, headers={hdrs.LOCATION: new})


def _was_its_token(request: web.Request, token: str, link: Link) -> bool:
    seal = request.app[SEAL]
    return any(seal.opens(token, link.id, generation) for generation in range(1, link.generation))


def _look(db: Db, *, id_: LinkId, claim: CookieClaim | None, now: int) -> tuple[Link | None, Link | None]:
    link, device = links.find(db, id_), holder.find(db, claim)
    if link is None or device is None or not link.is_open(now):
        return None, None
    return link, renewals.followed(db, link, device.id, now)
