"""GET and POST /recover/{code}: the right to manage comes back to the browser that confirms it, once."""

from functools import partial

from aiohttp import hdrs, web

from crdt.roles import Role
from server.clock import now_ms
from server.errors import GoneError, NotFoundError
from server.http.access import DETAILS, DEVICE
from server.http.answer import page
from server.http.keys import ENGINE, SEAL
from server.ids import DeviceId
from server.links.links import first_open
from server.links.manage import hash_of
from server.secrets.tokens import new_link_id
from server.storage import Db, handovers, links, managing, targets
from server.storage.handovers import Handover
from server.storage.links import Link
from server.targets import Target
from server.text.paths import LinkPage, link_path


async def ask(request: web.Request) -> web.Response:
    """Whether this browser is to manage, without a word of what; a robot that looks spends nothing."""
    found = partial(managing.recovered_by, hash_=hash_of(request.match_info["code"]))
    if await request.app[ENGINE].read(found) is None:
        raise GoneError("recovery_over")
    answer = page(request, "recover.html", facts={})
    # Its form must tell an origin, which a page without any referrer does not.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


async def confirm(request: web.Request) -> web.Response:
    """Let this browser manage from now on, and lead it to where another link is made."""
    device = request[DEVICE]
    if device is None:
        raise NotFoundError("no_device")
    spend = partial(_spend, hash_=hash_of(request.match_info["code"]), device=device.id, at=now_ms())
    found = await request.app[ENGINE].write(spend)
    if found is None:
        raise GoneError("recovery_over")
    target, way_in = found
    request[DETAILS] = {"subject": str(target)}
    where = f"{link_path(request.app[SEAL], way_in, LinkPage.MANAGE)}?done=recovered"
    return web.Response(status=web.HTTPSeeOther.status_code, headers={hdrs.LOCATION: where})


def _spend(db: Db, *, hash_: str, device: DeviceId, at: int) -> tuple[Target, Link] | None:
    """What the link gave back, and a link that edits: made anew where all were closed."""
    target = managing.recovered_by(db, hash_)
    if target is None:
        return None
    is_new = not managing.is_managed_by(db, target, device)
    made_by = managing.spend_recovery(db, hash_, target, device)
    if made_by is not None and is_new:
        handover = Handover(target=target, from_device=made_by, to_device=device, was_kept=True)
        handovers.insert(db, handover, at)
    way_in = first_open(targets.links_of(db, target), Role.EDIT, at)
    if way_in is None:
        way_in = Link(id=new_link_id(), target=target, role=Role.EDIT)
        links.insert(db, way_in, by=device, at=at)
    targets.opened(db, device, target, way_in.used, at)
    return target, way_in
