"""The page of who manages a note or a pochette: links renewed at once, a way back, the right handed on."""

import hashlib
import secrets
from functools import partial
from typing import Any, Final

from aiohttp import hdrs, web

from server.clock import as_datetime, now_ms
from server.entry.answer import page
from server.entry.parcel import read_form
from server.errors import BadInputError, NotFoundError
from server.keys import ACCESS, DETAILS, DEVICE, ENGINE, FOLDER_ACCESS, SEAL, Access, FolderAccess
from server.links import renewal, sharing
from server.links.links import address_path, public_origin
from server.storage import Db, DeviceId, VisitorId, devices, links, managing
from server.storage.links import Link
from server.storage.managing import Managed, Person

_CODE_BYTES: Final = 16


async def show(request: web.Request) -> web.Response:
    """GET /n/{token}/manage, /p/{token}/manage; it works without script."""
    return await _page(request, done=request.query.get("done", ""))


async def renew(request: web.Request) -> web.Response:
    """POST …/manage/renew: every address is another one, and whoever uses an older one is cut off."""
    access, managed = _access(request), managed_of(request)
    older = [link.id for link in await request.app[ENGINE].read(partial(_links, managed=managed))]
    device = request[DEVICE]
    mine = await request.app[ENGINE].read(partial(_devices, visitor=device.visitor)) if device else []
    await renewal.renew(request.app, older, keep=mine, at=now_ms())
    found = await request.app[ENGINE].read(partial(_links, managed=managed))
    this = next(link for link in found if link.id == access.link)
    return _led(f"{address_path(request.app[SEAL], this)}/manage?done=renewed")


async def recovery(request: web.Request) -> web.Response:
    """POST …/manage/recovery: a link that gives this right back, once; it is shown here and nowhere else."""
    code = secrets.token_urlsafe(_CODE_BYTES)
    keep = partial(managing.put_recovery, managed=managed_of(request), hash_=hash_of(code), at=now_ms())
    await request.app[ENGINE].write(keep)
    return await _page(request, code=f"{public_origin(request)}/recover/{code}")


async def give(request: web.Request) -> web.Response:
    """POST …/manage/give: let somebody who is known here manage it too, or in one's place."""
    form = await read_form(request)
    visitor, keeps = VisitorId(str(form.get("visitor", ""))), form.get("keep") == "1"
    access, managed = _access(request), managed_of(request)
    if access.device is None:
        raise BadInputError("bad_request")
    work = partial(_give, managed=managed, visitor=visitor, by=access.device, keeps=keeps)
    if not await request.app[ENGINE].write(work):
        raise NotFoundError("nobody")
    request[DETAILS] = {"to": visitor, "kept": keeps}
    base = _base(request)
    return _led(f"{base}/manage?done=given" if keeps else base)


def managed_of(request: web.Request) -> Managed:
    """What the request's own link opens."""
    access = _access(request)
    if isinstance(access, FolderAccess):
        return Managed(folder=access.folder)
    return Managed(note=access.note)


def hash_of(code: str) -> str:
    """What is kept of a recovery link."""
    return hashlib.sha256(code.encode()).hexdigest()


def _access(request: web.Request) -> Access | FolderAccess:
    return request[FOLDER_ACCESS] if FOLDER_ACCESS in request else request[ACCESS]


def _base(request: web.Request) -> str:
    return "/".join(request.path.split("/")[:3])


def _links(db: Db, *, managed: Managed) -> list[Link]:
    if managed.note is not None:
        return links.of_note(db, managed.note)
    return links.of_folder(db, managed.folder) if managed.folder is not None else []


def _devices(db: Db, *, visitor: VisitorId) -> list[DeviceId]:
    return [one.id for one in devices.of_visitor(db, visitor)]


def _give(db: Db, *, managed: Managed, visitor: VisitorId, by: DeviceId, keeps: bool) -> bool:
    known = {person.visitor for person in managing.people(db, managed)}
    if visitor not in known or not managing.give(db, managed, visitor):
        return False
    if not keeps:
        managing.lay_down(db, managed, by)
        managing.give(db, managed, visitor)  # where it was one's own other name
    return True


async def _page(request: web.Request, **more: Any) -> web.Response:
    managed, device = managed_of(request), request[DEVICE]
    made_at, people = await request.app[ENGINE].read(partial(_facts, managed=managed))
    me = device.visitor if device else None
    answer = page(
        request,
        "manage.html",
        facts={},
        base=_base(request),
        of="folder" if managed.folder is not None else "note",
        made_at=as_datetime(made_at).isoformat() if made_at is not None else "",
        people=[_person(one) for one in people if one.visitor != me],
        links=[one for one in await sharing.listed(request) if one["is_open"]],
        **{"done": "", "code": "", **more},
    )
    # Its forms must tell an origin, which a page without any referrer does not.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


def _facts(db: Db, *, managed: Managed) -> tuple[int | None, list[Person]]:
    return managing.recovery_made_at(db, managed), managing.people(db, managed)


def _person(person: Person) -> dict[str, Any]:
    return {
        "id": person.visitor,
        "name": person.name,
        "colour": person.colour,
        "seen": as_datetime(person.seen_at).isoformat(),
        "manages": person.manages,
    }


def _led(where: str) -> web.Response:
    return web.Response(status=web.HTTPSeeOther.status_code, headers={hdrs.LOCATION: where})
