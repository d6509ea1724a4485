"""Mails of a note or a pochette: for each address a link or a PDF, put on disk to leave, and its end."""

import secrets
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from aiohttp import web

from server.clock import as_datetime, now_ms
from server.errors import (
    BadInputError,
    BusyError,
    ConflictError,
    ForbiddenError,
    NotFoundError,
)
from server.http.access import ACCESS, DEED, DETAILS, DEVICE, LANG
from server.http.keys import ENGINE
from server.http.paths import public_origin
from server.http.templates import PAGES
from server.ids import VisitorId
from server.links.rules import sharing
from server.links.rules.fields import read_link_fields
from server.links.rules.sharing import SharedLink
from server.mail.attachment import MailContent, content_of
from server.mail.limits import MAIL_PRESSES, Day, counted, today
from server.mail.progress import in_order
from server.mail.request import PDF, MailRequest
from server.mail.voice import Voice, voice_of
from server.rights.access import Access
from server.sending.classified import is_classified
from server.sending.sender import MOST_WAITING
from server.sending.waking import wake
from server.storage import Db, mail_keys, sendings
from server.storage.sendings import Kind, Sending, State
from server.targets import FolderTarget, Target
from server.visitors.may_mail import is_mail_set, may_mail, may_see_mails
from server.visitors.team import TEAM

_MOST_KEPT: Final = 300 * 1024 * 1024
_LETTERS_OF_LABEL: Final = 60
_ID_BYTES: Final = 12


def check_ready(app: web.Application) -> None:
    """Raises NotFoundError where nobody sends by mail."""
    if not is_mail_set(app):
        raise NotFoundError("not_found")


async def check_sender(request: web.Request) -> None:
    """Raises NotFoundError, or ForbiddenError for who is not of the team that may send."""
    check_ready(request.app)
    if not await may_mail(request):
        raise ForbiddenError("mail_members")


async def expect_reader(request: web.Request) -> None:
    """For who only looks. Raises ForbiddenError for who is not of the team that may send."""
    if not await may_see_mails(request):
        raise ForbiddenError("mail_members")


async def listed(request: web.Request) -> list[Sending]:
    """The mails of what the request's own link opens, the latest press first."""
    target = request[ACCESS].target
    return in_order(await request.app[ENGINE].read(partial(sendings.mails, target=target)))


async def send(request: web.Request, asked: MailRequest) -> list[Sending]:
    """Put one mail for each address on disk; asked again under the same `once`, give what there is.

    Raises BadInputError, TooOftenError, BusyError, ForbiddenError, ExportError.
    """
    app, target = request.app, request[ACCESS].target
    batch = f"{target.id}.{asked.once or secrets.token_urlsafe(_ID_BYTES)}"
    async with app[MAIL_PRESSES].alone(batch):
        if there := await app[ENGINE].read(partial(_of_batch, batch=batch, target=target)):
            request[DEED] = ""
            return there
        with counted(request, len(asked.to)):
            return await _send(request, asked, batch)


async def _send(request: web.Request, asked: MailRequest, batch: str) -> list[Sending]:
    app, access, day = request.app, request[ACCESS], today(request)
    await app[ENGINE].read(partial(_check, access=access, asked=asked, day=day))
    brought = await content_of(request, asked)
    voice = await voice_of(request, lang=asked.lang, subject=asked.subject, title=brought.title)
    made = [_one(request, asked, brought, voice, batch, address) for address in asked.to]
    work = partial(_insert, made=made, access=access, asked=asked, batch=batch, day=day)
    work = partial(work, proof=request.app[TEAM].proof)
    await app[ENGINE].write(partial(work, pdf=brought.pdf))
    rows = [one.row for one in made]
    request[DETAILS] = _details(asked, brought, rows)
    wake(app)
    return rows


async def again(request: web.Request, id_: str) -> None:
    """Have one tried now. Raises NotFoundError, TooOftenError, ConflictError where what it said is gone."""
    found = await request.app[ENGINE].read(partial(sendings.find, id_=id_))
    if found is None or found.target != request[ACCESS].target:
        raise NotFoundError("not_found")
    with counted(request, 1):
        if not await request.app[ENGINE].write(partial(sendings.again, id_=id_, at=now_ms())):
            raise ConflictError("mail_gone")
    wake(request.app)


def facts_of(request: web.Request, sending: Sending) -> dict[str, Any]:
    """As pages and programs read one; `why` in words, `answer` as the other server said it."""
    t = request.app[PAGES].words[request[LANG]]
    is_waiting = sending.state in {State.WAITING, State.HANDING}
    is_shut = not is_mail_set(request.app)
    why = "shut" if is_waiting and is_shut else sending.why
    ended = sending.ended_at
    return {
        "id": sending.id,
        "to": sending.recipient,
        "gives": sending.gives,
        "state": (State.WAITING if is_waiting else sending.state).value,
        "why": t(f"mail.why.{why}") if why else "",
        # Where nobody has answered, only our own machine has said why.
        "answer": "" if why in {"unreachable", "shut"} else sending.answer,
        "made_at": as_datetime(sending.made_at).isoformat(),
        "ended_at": as_datetime(ended).isoformat() if ended is not None else None,
        "next_at": as_datetime(sending.due_at).isoformat()
        if is_waiting and sending.why and not is_shut
        else None,
        "may_retry": bool(sending.content)
        and not is_shut
        and sending.why != "unsubscribed"
        and sending.state is not State.HANDING
        and (bool(sending.tries or sending.why) or not is_waiting),
    }


def _of_batch(db: Db, *, batch: str, target: Target) -> list[Sending]:
    found = sendings.of_batch(db, batch)
    return [one for one in found if one.target == target]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mail:
    """A row that is not there yet, and the link that it brings."""

    row: Sending
    shared: SharedLink | None


def _check(db: Db, *, access: Access[Target], asked: MailRequest, day: Day) -> None:
    day.check(db, len(asked.to))
    _check_links(db, access, asked)
    if sendings.waiting(db) + len(asked.to) > MOST_WAITING or sendings.weight(db) > _MOST_KEPT:
        raise BusyError("mail_full")
    if asked.gives == PDF and is_classified(db, access.target):
        without = [address for address in asked.to if mail_keys.find(db, address) is None]
        if without:
            raise BadInputError("mail_classified", addresses=", ".join(without))


def _check_links(db: Db, access: Access[Target], asked: MailRequest) -> None:
    """One link for each address, or no mail at all."""
    there = sharing.open_links(db, access, now_ms(), mailed=True)
    if asked.gives != PDF and there + len(asked.to) > sharing.MOST_MAILED:
        raise BadInputError("mail_links", count=len(asked.to), there=there, most=sharing.MOST_MAILED)


def _one(
    request: web.Request, asked: MailRequest, brought: MailContent, voice: Voice, batch: str, address: str
) -> _Mail:
    """The row for one address, with a link of its own where it brings one."""
    device, at = request[DEVICE], now_ms()
    access = request[ACCESS]
    is_link = asked.gives != PDF
    shared = _shared(access, asked, address) if is_link else None
    content = {
        "by": voice.by,
        "of_team": voice.of_team,
        "title": brought.title,
        "subject": voice.subject,
        "message": asked.message,
        "reply_to": asked.reply_to,
        "lang": asked.lang,
        "origin": public_origin(request),
    }
    row = Sending(
        id=secrets.token_urlsafe(_ID_BYTES),
        batch=batch,
        target=access.target,
        kind=Kind.MAIL,
        recipient=address,
        gives=asked.gives,
        content=content,
        enclosure=batch if asked.gives == PDF else None,
        due_at=at,
        made_at=at,
        made_by=device.visitor if device else VisitorId(""),
        link=shared.link.id if shared is not None else None,
    )
    return _Mail(row=row, shared=shared)


def _shared(access: Access[Target], asked: MailRequest, address: str) -> SharedLink:
    drafted = sharing.draft(access, read_link_fields(_link(asked, access.target, address)))
    return replace(drafted, link=replace(drafted.link, mailed=True))


def _link(asked: MailRequest, target: Target, address: str) -> dict[str, object]:
    """As a link is asked for; its name says for whom it is, so that it can be closed alone."""
    link: dict[str, object] = {"role": asked.gives, "label": address[:_LETTERS_OF_LABEL]}
    if asked.gives != "print":
        return link
    prints = asked.prints
    link |= {"source": "live" if prints.is_live else "frozen", "copy_number": prints.copy_number}
    if prints.recipient:
        link["recipient"] = prints.recipient[:_LETTERS_OF_LABEL]
    if isinstance(target, FolderTarget):  # it says itself how it prints
        return link
    return link | {"format": prints.format.value, **prints.setting.facts}


def _insert(
    db: Db,
    *,
    made: list[_Mail],
    access: Access[Target],
    asked: MailRequest,
    pdf: bytes,
    batch: str,
    day: Day,
    proof: str,
) -> None:
    """All or none, links and mails."""
    _check_links(db, access, asked)
    day.count(db, len(made))
    if pdf:
        sendings.enclose(db, batch, pdf, access.target)
    for one in made:
        if one.shared is not None:
            sharing.insert(db, access=access, shared=one.shared, proof=proof, at=one.row.made_at)
        sendings.insert(db, one.row)


def _details(asked: MailRequest, brought: MailContent, made: list[Sending]) -> dict[str, object]:
    """For the audit log: which links or which edition, to how many; never to whom."""
    sent = {"gives": asked.gives, "many": len(made), "sendings": [one.id for one in made]}
    links = [one.link for one in made]
    return {**sent, "number": brought.number} if asked.gives == PDF else {**sent, "links": links}
