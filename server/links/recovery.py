"""GET and POST /recover/{code}: the right to manage comes back to the browser that confirms it, once."""

from functools import partial

from aiohttp import hdrs, web

from crdt.roles import Role
from server.clock import now_ms
from server.errors import GoneError, NotFoundError
from server.http.access import DETAILS, DEVICE
from server.http.answer import page
from server.http.keys import ENGINE, SEAL
from server.http.paths import address_path
from server.ids import DeviceId
from server.links.links import first_open
from server.links.manage import hash_of
from server.secrets.tokens import new_link_id
from server.storage import Db, folders, handovers, links, managing, notes
from server.storage.handovers import Handover
from server.storage.links import Link
from server.storage.managing import Managed


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
    managed, way_in = found
    request[DETAILS] = {"subject": f"note {managed.note}" if managed.note else f"pochette {managed.folder}"}
    where = f"{address_path(request.app[SEAL], way_in)}/manage?done=recovered"
    return web.Response(status=web.HTTPSeeOther.status_code, headers={hdrs.LOCATION: where})


def _spend(db: Db, *, hash_: str, device: DeviceId, at: int) -> tuple[Managed, Link] | None:
    """What the link gave back, and a link that edits: made anew where all were closed."""
    managed = managing.recovered_by(db, hash_)
    if managed is None:
        return None
    is_new = not managing.is_managed_by(db, managed, device)
    made_by = managing.spend_recovery(db, hash_, managed, device)
    if made_by is not None and is_new:
        handover = Handover(managed=managed, from_device=made_by, to_device=device, was_kept=True)
        handovers.insert(db, handover, at)
    found = links.of_note(db, managed.note) if managed.note else []
    found += links.of_folder(db, managed.folder) if managed.folder else []
    way_in = first_open(found, Role.EDIT, at)
    if way_in is None:
        way_in = Link(id=new_link_id(), note=managed.note, folder=managed.folder, role=Role.EDIT)
        links.insert(db, way_in, by=device, at=at)
    if managed.note:
        notes.opened(db, device, managed.note, way_in.used, at)
    if managed.folder:
        folders.opened(db, device, managed.folder, way_in.used, at)
    return managed, way_in
