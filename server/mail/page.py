"""GET and POST /n/{token}/mail, /p/{token}/mail: the page that sends by mail and says what became of it."""

import secrets
from collections.abc import Collection, Mapping
from typing import Final

from aiohttp import web

from crdt.roles import Role
from export.errors import ExportError
from export.languages import language_of
from server.errors import BadInputError, RefusedError
from server.http.access import ACCESS, LANG
from server.http.answer import led_to, page, wants_json
from server.http.body import read_form, read_json
from server.http.keys import CONFIG
from server.http.paths import own_path
from server.http.templates import PAGES
from server.mail import lists, mails, renewals
from server.mail.progress import progress_of
from server.mail.request import FIELDS, GIVES, MOST_MESSAGE, PDF, read_mail_request
from server.paper.request import FIELDS as PRINT_FIELDS
from server.storage.sendings import Sending, State
from server.targets import BinderTarget, FolderTarget
from server.text.paths import LinkPage
from server.visitors.may_mail import is_mail_set

_ONCE_BYTES: Final = 16
_NOT_OF: Final[Mapping[str, Collection[str]]] = {
    FolderTarget.kind: (Role.COMMENT.value,),
    BinderTarget.kind: (Role.PRINT.value, PDF),
}
_DONE: Final = {"sent", "again"}


async def show(request: web.Request) -> web.Response:
    """The page, which works without script; the list alone for a program. `done` of its address: no form.

    Where nothing leaves, it is there for what was asked for before. Raises NotFoundError where nothing was.
    """
    await mails.expect_reader(request)
    found = await mails.listed(request)
    if not found:
        mails.check_ready(request.app)
    if wants_json(request):
        return web.json_response({"sendings": [mails.facts_of(request, one) for one in found]})
    old = [one.recipient for one in await renewals.outdated(request)]
    return await _page(request, found, request.query, done=request.query.get("done", ""), outdated=old)


async def post(request: web.Request) -> web.Response:
    """Send: 201 for a program; a form is led on, or shown again as it was filled, with what is wrong."""
    await mails.check_sender(request)
    is_form = request.content_type != "application/json"
    said = await read_form(request) if is_form else await read_json(request, FIELDS)
    if isinstance(request[ACCESS].target, BinderTarget):
        said = {"gives": Role.READ.value, **said}
    try:
        langs, domains = request.app[PAGES].words.keys(), request.app[CONFIG].mail_domains
        kept = await _kept(request, said.get("list"))
        asked = read_mail_request(said, request[LANG], langs, domains, kept)
        made = await mails.send(request, asked)
    except (RefusedError, ExportError) as refused:
        if not is_form or wants_json(request):
            raise
        return await _again(request, said, refused)
    if is_form and not wants_json(request):
        return led_to(f"{own_path(request, LinkPage.MAIL)}?done=sent")
    facts = {"sendings": [mails.facts_of(request, one) for one in made]}
    return web.json_response(facts, status=web.HTTPCreated.status_code)


async def again(request: web.Request) -> web.Response:
    """POST …/mail/{sending}: have one that was refused, or that waits, tried now."""
    await mails.check_sender(request)
    await mails.again(request, request.match_info["sending"])
    if wants_json(request):
        return web.json_response({"again": True})
    return led_to(f"{own_path(request, LinkPage.MAIL)}?done=again")


async def _kept(request: web.Request, id_: object) -> tuple[str, ...]:
    """The addresses of a kept list. Raises BadInputError for one that this device may not use."""
    if not id_:
        return ()
    found = next((one for one in await lists.usable(request) if one.id == id_), None)
    if found is None:
        raise BadInputError("no_such_list", pointer="/list")
    return found.addresses


async def _again(
    request: web.Request, said: Mapping[str, object], refused: RefusedError | ExportError
) -> web.Response:
    """The form as it was filled, under the reason why it was not sent."""
    t = request.app[PAGES].words[request[LANG]]
    if isinstance(refused, RefusedError):
        wrong, status = t(f"errors.{refused.code}.text", **refused.params), refused.status
    else:
        key = refused.key if refused.key in t else "errors.export.text"
        wrong, status = t(key, **refused.params), web.HTTPUnprocessableEntity.status_code
    return await _page(request, await mails.listed(request), said, wrong=wrong, status=status)


async def _page(
    request: web.Request,
    found: list[Sending],
    said: Mapping[str, object],
    *,
    done: str = "",
    outdated: Collection[str] = (),
    wrong: str = "",
    status: int = 200,
) -> web.Response:
    access = request[ACCESS]
    is_waiting = any(one.state in {State.WAITING, State.HANDING} for one in found)
    gives = [one for one in GIVES if one not in _NOT_OF.get(access.target.kind, ())]
    answer = page(
        request,
        "mail.html",
        facts={},
        status=status,
        base=own_path(request),
        of=access.target.kind,
        role=access.role.value,
        gives=gives,
        chosen=said.get("gives") if said.get("gives") in gives else gives[0],
        to=str(said.get("to", "")),
        lists=await lists.usable(request),
        chosen_list=str(said.get("list", "")),
        lists_at=await lists.address(request),
        subject=str(said.get("subject", "")),
        message=str(said.get("message", "")),
        reply_to=str(said.get("reply_to", "")),
        mail_lang=said.get("lang", request[LANG]),
        mail_langs=[language_of(lang) for lang in request.app[PAGES].words],
        most=MOST_MESSAGE,
        # Asked again with the same form, the same is not sent again.
        once=str(said.get("once", "")) if wrong else secrets.token_urlsafe(_ONCE_BYTES),
        prints=[(name, str(said[name])) for name in sorted(PRINT_FIELDS) if said.get(name)],
        sendings=[mails.facts_of(request, one) for one in found],
        progress=progress_of(found, request.app[PAGES].words[request[LANG]]),
        done=done if done in _DONE else "",
        is_waiting=is_waiting,
        waiting=sum(one.state in {State.WAITING, State.HANDING} for one in found),
        is_shut=not is_mail_set(request.app),
        outdated=outdated,
        wrong=wrong,
    )
    # Its forms must tell an origin, which a page without any referrer does not.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer
