"""The page of who manages a note or a pochette: its links, a way back, the right handed on."""

import hashlib
import secrets
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from aiohttp import hdrs, web

from server.clock import as_datetime, now_ms
from server.entry.answer import page
from server.entry.parcel import read_form
from server.errors import BadInputError, NotFoundError
from server.keys import ACCESS, DETAILS, DEVICE, ENGINE, FOLDER_ACCESS, SENDER, Access, FolderAccess
from server.links import sharing
from server.links.links import public_origin
from server.storage import Db, DeviceId, VisitorId, kept_rights, managing, sendings
from server.storage.managing import Managed, Person
from server.storage.sendings import Kind

_CODE_BYTES: Final = 16


async def show(request: web.Request) -> web.Response:
    """GET /n/{token}/manage, /p/{token}/manage; it works without script."""
    return await _page(request, done=request.query.get("done", ""))


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
    access, managed = access_of(request), managed_of(request)
    if access.device is None:
        raise BadInputError("bad_request")
    work = partial(_give, managed=managed, visitor=visitor, by=access.device, keeps=keeps)
    if not await request.app[ENGINE].write(work):
        raise NotFoundError("nobody")
    request[DETAILS] = {"to": visitor, "kept": keeps}
    base = base_of(request)
    return _led(f"{base}/manage?done=given" if keeps else base)


def managed_of(request: web.Request) -> Managed:
    """What the request's own link opens."""
    access = access_of(request)
    if isinstance(access, FolderAccess):
        return Managed(folder=access.folder)
    return Managed(note=access.note)


def hash_of(code: str) -> str:
    """What is kept of a recovery link."""
    return hashlib.sha256(code.encode()).hexdigest()


def access_of(request: web.Request) -> Access | FolderAccess:
    """By which right the request comes."""
    return request[FOLDER_ACCESS] if FOLDER_ACCESS in request else request[ACCESS]


def base_of(request: web.Request) -> str:
    """The path of the link by which the request comes."""
    return "/".join(request.path.split("/")[:3])


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
    find = partial(_facts, managed=managed, device=device.id if device else None, now=now_ms())
    facts = await request.app[ENGINE].read(find)
    made_at = facts.recovery_made_at
    answer = page(
        request,
        "manage.html",
        facts={},
        base=base_of(request),
        of="folder" if managed.folder is not None else "note",
        made_at=as_datetime(made_at).isoformat() if made_at is not None else "",
        people=[_person(one) for one in facts.people if one.visitor not in facts.own],
        outdated=facts.outdated,
        mails=Kind.MAIL in request.app[SENDER].ways,
        links=[one for one in await sharing.listed(request) if one["is_open"]],
        **{"done": "", "code": "", **more},
    )
    # Its forms must tell an origin, which a page without any referrer does not.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What the page says: of the recovery link, of people and which of them ask, and to how many an older address was mailed."""

    recovery_made_at: int | None
    people: list[Person]
    own: frozenset[VisitorId]
    outdated: int


def _facts(db: Db, *, managed: Managed, device: DeviceId | None, now: int) -> _Facts:
    return _Facts(
        recovery_made_at=managing.recovery_made_at(db, managed),
        people=managing.people(db, managed),
        own=kept_rights.visitors(db, device) if device else frozenset(),
        outdated=len(sendings.outdated(db, now, note=managed.note, folder=managed.folder)),
    )


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
