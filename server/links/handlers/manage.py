"""The page of who manages a note or a pochette: its links, a way back, the right handed on."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from aiohttp import web

from server.clock import as_datetime, now_ms
from server.errors import BadInputError
from server.http.access import ACCESS, DEVICE, LANG
from server.http.answer import led_to, page
from server.http.audit_rows import recorded
from server.http.body import read_form
from server.http.keys import ENGINE
from server.http.paths import own_path, public_origin
from server.http.templates import PAGES
from server.ids import DeviceId, LinkId, VisitorId
from server.links.handlers import access_requests, people
from server.links.rules import manage as rules
from server.links.rules.fields import CARRY_CHOICES
from server.links.rules.recovery import new_recovery
from server.storage import Db, binders, kept_rights, loss_notices, managing, sendings
from server.storage.loss_notices import Notice
from server.storage.managing import Person
from server.storage.rights import recoveries
from server.targets import Target
from server.text.paths import LinkPage, SitePage, path_for
from server.visitors.may_mail import may_mail


async def show(request: web.Request) -> web.Response:
    """GET /n/{token}/manage, /p/{token}/manage; it works without script."""
    return await _page(request, done=request.query.get("done", ""))


async def recovery(request: web.Request) -> web.Response:
    """POST …/manage/recovery: a link that gives this right back, once; it is shown here and nowhere else."""
    made = await new_recovery(request.app[ENGINE], target=request[ACCESS].target, by=_maker(request))
    return await _page(request, code=recovery_url(request, recorded(request, made)))


def recovery_url(request: web.Request, code: str) -> str:
    """The address of a recovery link."""
    return public_origin(request) + path_for(SitePage.RECOVER, code=code)


async def give(request: web.Request) -> web.Response:
    """POST …/manage/give: let somebody who is known here manage it too, or in one's place."""
    form = await read_form(request)
    visitor, keeps = VisitorId(str(form.get("visitor", ""))), form.get("keep") == "1"
    target, by = request[ACCESS].target, _maker(request)
    done = await rules.give(request.app[ENGINE], target=target, visitor=visitor, by=by, keeps=keeps)
    recorded(request, done)
    return led_to(f"{own_path(request, LinkPage.MANAGE)}?done=given" if keeps else own_path(request))


async def leave(request: web.Request) -> web.Response:
    """POST …/manage/notices/{link}: a manager has read that a lost device came by it, and leaves it."""
    link = LinkId(request.match_info["link"])
    work = partial(rules.set_notice_aside, target=request[ACCESS].target, link=link)
    recorded(request, await request.app[ENGINE].write(work))
    return led_to(own_path(request, LinkPage.MANAGE))


def _maker(request: web.Request) -> DeviceId:
    """The device that manages; a program without a cookie has none. Raises BadInputError."""
    device = request[ACCESS].device
    if device is None:
        raise BadInputError("bad_request")
    return device


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
        recovery_made_at=recoveries.made_at(db, target),
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
