"""POST …/mail/renewed: everybody whose mailed link was renewed gets its new address, in one press."""

import secrets
from collections.abc import Collection, Hashable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

from aiohttp import web

from server.clock import now_ms
from server.errors import BusyError, ConflictError, ForbiddenError, NotFoundError, TooOftenError
from server.folders.title import title_of
from server.http.access import ACCESS, DETAILS, DEVICE, LANG
from server.http.address import ADDRESS
from server.http.answer import led_to, wants_json
from server.http.keys import ENGINE
from server.http.paths import own_path, public_origin
from server.http.templates import PAGES
from server.ids import LinkId, VisitorId
from server.links.rules import sharing
from server.mail.limits import Day, counted, today
from server.mail.mails import check_sender, facts_of
from server.mail.voice import voice_of
from server.networks import network_of
from server.secrets.attempts import Allowance
from server.sending.sender import MOST_WAITING
from server.sending.waking import wake
from server.storage import Db, sendings
from server.storage.rights import links
from server.storage.sendings import Sending, State
from server.targets import Target
from server.text.paths import LinkPage
from server.visitors.may_mail import is_mail_set

# These addresses were written to before: as many as a target has links of people, or one mailing whole.
_AGAIN: Final = Allowance(at_once=sharing.MOST_LINKS, every_s=60)
_ID_BYTES: Final = 12


async def post(request: web.Request) -> web.Response:
    """All or none of them. Raises ConflictError without a mail server, TooOftenError, BusyError."""
    found = await send(request)
    request[DETAILS] = {"many": len(found), "links": [one.link for one in found]}
    if wants_json(request):
        told = {"sendings": [facts_of(request, one) for one in found]}
        return web.json_response(told, status=web.HTTPCreated.status_code)
    return led_to(f"{own_path(request, LinkPage.MAIL)}?done=sent")


async def send(request: web.Request, only: Collection[LinkId] | None = None) -> list[Sending]:
    """One more mail to everybody whose mailed link has another address by now. Raises as `post`.

    `only`: those of these links; else those of what the request opens, and of what is in it.
    """
    if not is_mail_set(request.app):
        raise ConflictError("mail_off")
    await check_sender(request)
    found = await request.app[ENGINE].read(partial(_found, target=request[ACCESS].target, only=only))
    if found:
        access = request[ACCESS]
        network = network_of(request[ADDRESS].client)
        again = _AGAIN._replace(at_once=max(_AGAIN.at_once, len(found)))
        limits: Mapping[Hashable, Allowance] = {("again", access.who): again, ("again", network): again}
        with counted(request, len(found), limits):
            says = {target: await _content(request, target) for target in {one.target for one in found}}
            device = request[DEVICE]
            work = partial(_write, target=access.target, only=only, says=says, at=now_ms())
            by = device.visitor if device else VisitorId("")
            found = await request.app[ENGINE].write(partial(work, by=by, day=today(request)))
        wake(request.app)
    return found


async def send_now(request: web.Request, these: Collection[LinkId]) -> None:
    """In the press that renews these links. What does not leave waits on the page of who manages."""
    if not these:
        return
    try:
        await send(request, these)
    except (BusyError, ConflictError, ForbiddenError, NotFoundError, TooOftenError):
        return


async def outdated(request: web.Request) -> list[Sending]:
    """The mails whose link has another address by now."""
    return await request.app[ENGINE].read(partial(_found, target=request[ACCESS].target, only=None))


def _found(db: Db, *, target: Target, only: Collection[LinkId] | None) -> list[Sending]:
    now = now_ms()
    return sendings.outdated(db, now, target) if only is None else sendings.outdated_by(db, now, only)


async def _content(request: web.Request, target: Target) -> dict[str, Any]:
    lang, title = request[LANG], await title_of(request, target)
    voice = await voice_of(request, lang=lang, subject="", title=title)
    return {
        "by": voice.by,
        "of_team": voice.of_team,
        "title": title,
        "subject": voice.subject,
        "message": request.app[PAGES].words[lang]("mail.renewedText"),
        "lang": lang,
        "origin": public_origin(request),
    }


def _write(
    db: Db,
    *,
    target: Target,
    only: Collection[LinkId] | None,
    says: Mapping[Target, Mapping[str, Any]],
    at: int,
    by: VisitorId,
    day: Day,
) -> list[Sending]:
    """One more mail for each; a button that was pressed twice has sent once.

    Raises BusyError, TooOftenError.
    """
    found = [one for one in _found(db, target=target, only=only) if one.target in says]
    day.count(db, len(found))
    press = secrets.token_urlsafe(_ID_BYTES)
    made = [_again(db, one, f"{one.target.id}.{press}", says[one.target], at, by) for one in found]
    if sendings.waiting(db) + len(made) > MOST_WAITING:
        raise BusyError("mail_full")
    for one in made:
        sendings.insert(db, one)
    return made


def _again(
    db: Db, before: Sending, batch: str, content: Mapping[str, Any], at: int, by: VisitorId
) -> Sending:
    link = links.find(db, before.link) if before.link is not None else None
    assert link is not None, "only mails of an open link are outdated"  # noqa: S101
    return replace(
        before,
        id=secrets.token_urlsafe(_ID_BYTES),
        batch=batch,
        content=content,
        state=State.WAITING,
        tries=0,
        due_at=at,
        made_at=at,
        made_by=by,
        ended_at=None,
        why="",
        answer="",
        generation=link.generation,
    )
