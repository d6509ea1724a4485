"""The page of who manages a note or a pochette: its links, a way back, the right handed on."""

import hashlib
import secrets
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from aiohttp import web

from server.clock import as_datetime, now_ms
from server.errors import BadInputError, NotFoundError
from server.http.access import ACCESS, DETAILS, DEVICE, LANG
from server.http.answer import led_to, page
from server.http.body import read_form
from server.http.keys import ENGINE
from server.http.paths import own_path, public_origin
from server.http.templates import PAGES
from server.ids import DeviceId, LinkId, VisitorId
from server.links import access_requests, people
from server.links.request import CARRY_CHOICES
from server.storage import Db, binders, handovers, kept_rights, loss_notices, managing, sendings
from server.storage.handovers import Handover
from server.storage.loss_notices import Notice
from server.storage.managing import Person
from server.targets import Target
from server.text.paths import LinkPage, SitePage, path_for
from server.visitors.freeze import unfrozen
from server.visitors.may_mail import may_mail

_CODE_BYTES: Final = 16


async def show(request: web.Request) -> web.Response:
    """GET /n/{token}/manage, /p/{token}/manage; it works without script."""
    return await _page(request, done=request.query.get("done", ""))


async def recovery(request: web.Request) -> web.Response:
    """POST …/manage/recovery: a link that gives this right back, once; it is shown here and nowhere else."""
    device = _maker(request)
    await unfrozen(request.app[ENGINE], request[ACCESS].target)
    return await _page(request, code=await new_recovery(request, request[ACCESS].target, device))


async def new_recovery(request: web.Request, target: Target, by: DeviceId) -> str:
    """The address of a new recovery link, in the place of the one before; only its hash is kept."""
    code = secrets.token_urlsafe(_CODE_BYTES)
    keep = partial(managing.put_recovery, target=target, hash_=hash_of(code), by=by, at=now_ms())
    await request.app[ENGINE].write(keep)
    return public_origin(request) + path_for(SitePage.RECOVER, code=code)


async def give(request: web.Request) -> web.Response:
    """POST …/manage/give: let somebody who is known here manage it too, or in one's place."""
    form = await read_form(request)
    visitor, keeps = VisitorId(str(form.get("visitor", ""))), form.get("keep") == "1"
    target, by = request[ACCESS].target, _maker(request)
    await unfrozen(request.app[ENGINE], target)
    work = partial(_give, target=target, visitor=visitor, by=by, keeps=keeps, at=now_ms())
    if not await request.app[ENGINE].write(work):
        raise NotFoundError("nobody")
    request[DETAILS] = {"to": visitor, "kept": keeps}
    return led_to(f"{own_path(request, LinkPage.MANAGE)}?done=given" if keeps else own_path(request))


async def leave(request: web.Request) -> web.Response:
    """POST …/manage/notices/{link}: a manager has read that a lost device came by it, and leaves it."""
    work = partial(
        loss_notices.set_aside, target=request[ACCESS].target, link=LinkId(request.match_info["link"])
    )
    await request.app[ENGINE].write(work)
    return led_to(own_path(request, LinkPage.MANAGE))


def hash_of(code: str) -> str:
    """What is kept of a recovery link."""
    return hashlib.sha256(code.encode()).hexdigest()


def _maker(request: web.Request) -> DeviceId:
    """The device that manages; a program without a cookie has none. Raises BadInputError."""
    device = request[ACCESS].device
    if device is None:
        raise BadInputError("bad_request")
    return device


def _give(db: Db, *, target: Target, visitor: VisitorId, by: DeviceId, keeps: bool, at: int) -> bool:
    person = next((one for one in managing.people(db, target) if one.visitor == visitor), None)
    receiver = managing.give(db, target, visitor) if person else None
    if person is None or receiver is None:
        return False
    if not person.manages:
        handover = Handover(target=target, from_device=by, to_device=receiver, was_kept=keeps)
        handovers.insert(db, handover, at)
    if not keeps:
        managing.lay_down(db, target, by)
        managing.give(db, target, visitor)  # where it was one's own other name
    return True


async def _page(request: web.Request, **more: Any) -> web.Response:
    target, device = request[ACCESS].target, request[DEVICE]
    find = partial(_facts, target=target, device=device.id if device else None, now=now_ms())
    facts = await request.app[ENGINE].read(find)
    made_at = facts.recovery_made_at
    answer = page(
        request,
        "manage.html",
        facts={},
        base=own_path(request),
        of=target.kind,
        made_at=as_datetime(made_at).isoformat() if made_at is not None else "",
        people=[_person(one) for one in facts.people if one.visitor not in facts.own],
        outdated=facts.outdated,
        notices=[_notice(request, one) for one in facts.notices],
        is_inside=facts.is_inside,
        mails=await may_mail(request),
        links=[one for one in await people.listed(request) if one["is_open"]],
        carry_choices=CARRY_CHOICES,
        outlived=await people.outlived(request),
        **await access_requests.facts(request),
        **{"done": "", "code": "", **more},
    )
    # Its forms must tell an origin, which a page without any referrer does not.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What the page says of the recovery link, of people, of mails, and whether a classeur holds it.

    `outdated`: to whom each mail went whose link has another address by now.
    """

    recovery_made_at: int | None
    people: list[Person]
    own: frozenset[VisitorId]
    outdated: tuple[str, ...]
    notices: list[Notice]
    is_inside: bool


def _facts(db: Db, *, target: Target, device: DeviceId | None, now: int) -> _Facts:
    return _Facts(
        recovery_made_at=managing.recovery_made_at(db, target),
        people=managing.people(db, target),
        own=kept_rights.visitors(db, device) if device else frozenset(),
        outdated=tuple(one.recipient for one in sendings.outdated(db, now, target)),
        notices=loss_notices.of_target(db, target),
        is_inside=binders.holding(db, target) is not None,
    )


def _notice(request: web.Request, notice: Notice) -> dict[str, Any]:
    t = request.app[PAGES].words[request[LANG]]
    return {
        "id": notice.link.id,
        "link": notice.link.label or t(f"roles.{notice.link.role}"),
        "name": notice.name,
        "since": as_datetime(notice.since).isoformat(),
    }


def _person(person: Person) -> dict[str, Any]:
    return {
        "id": person.visitor,
        "name": person.name,
        "colour": person.colour,
        "seen": as_datetime(person.seen_at).isoformat(),
        "manages": person.manages,
    }
