"""Kept lists of addresses of a classeur: …/lists, for who may edit there; who reads never sees an address."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from aiohttp import web

from crdt.roles import Role
from server.binders.rules.binders import row_of
from server.clock import now_ms
from server.errors import BadInputError, NotFoundError, RefusedError
from server.http.access import ACCESS, DETAILS, LANG, binder_access
from server.http.answer import disposition, led_to, page, wants_json
from server.http.body import read_form, read_json
from server.http.json_body import Bounds
from server.http.keys import ENGINE
from server.http.paths import own_path
from server.http.templates import PAGES
from server.ids import BinderId
from server.mail.list_request import MOST_ADDRESSES, MOST_TEXT, ListRequest, read_list_request
from server.mail.mails import check_ready
from server.rights.access import Access
from server.secrets.tokens import new_version_id
from server.storage import Db, binders, mail_lists, ways
from server.storage.mail_lists import MailList
from server.targets import BinderTarget, Target
from server.text.paths import LinkPage, target_path
from server.visitors.team import TEAM

MOST_LISTS: Final = 50
_BOUNDS: Final = Bounds(size=12 * MOST_TEXT, text=4 * MOST_TEXT)
_FIELDS: Final = frozenset({"name", "addresses"})


async def show(request: web.Request) -> web.Response:
    """GET /c/{token}/lists: their names, and the form of a new one."""
    check_ready(request.app)
    found = await _all(request)
    if wants_json(request):
        return web.json_response({"lists": [_facts(one) for one in found]})
    return await _page(request, found, {})


async def post(request: web.Request) -> web.Response:
    """POST /c/{token}/lists: a new one; all of its addresses are good, or none is kept."""
    check_ready(request.app)
    said = await _said(request)
    try:
        asked = read_list_request(said)
        made = await _make(request, asked)
    except RefusedError as refused:
        return await _again(request, said, refused)
    request[DETAILS] = {"list": made.id, "many": len(made.addresses)}
    return _told(request, made, status=web.HTTPCreated.status_code)


async def edit(request: web.Request) -> web.Response:
    """GET /c/{token}/lists/{list}: one list, to be changed; its addresses one a line."""
    check_ready(request.app)
    one = await _one(request)
    if wants_json(request):
        return web.json_response(_facts(one))
    return await _page(request, await _all(request), _filled(one), one=one)


async def put(request: web.Request) -> web.Response:
    """POST /c/{token}/lists/{list}: its name and its addresses as they are to be."""
    check_ready(request.app)
    one, said = await _one(request), await _said(request)
    try:
        asked = read_list_request({**_filled(one), **said})
    except RefusedError as refused:
        return await _again(request, said, refused, one=one)
    changed = replace(one, name=asked.name, addresses=asked.addresses)
    await request.app[ENGINE].write(partial(mail_lists.put, one=changed, at=now_ms()))
    request[DETAILS] = {"list": one.id, "many": len(asked.addresses)}
    return _told(request, changed)


async def delete(request: web.Request) -> web.Response:
    """POST /c/{token}/lists/{list}/delete: gone for good, in no trash."""
    one = await _one(request)
    await request.app[ENGINE].write(partial(mail_lists.delete, id_=one.id))
    request[DETAILS] = {"list": one.id}
    if wants_json(request):
        return web.json_response({"deleted": True})
    return led_to(own_path(request, LinkPage.LISTS))


async def text(request: web.Request) -> web.Response:
    """GET /c/{token}/lists/{list}.txt: the addresses, one a line."""
    one = await _one(request)
    headers = {"Content-Disposition": disposition(one.name, "txt").replace("inline", "attachment", 1)}
    return web.Response(text="".join(f"{address}\n" for address in one.addresses), headers=headers)


async def usable(request: web.Request) -> list[MailList]:
    """The lists of the classeur that the request's target is or is in, where its device may edit there."""
    look = partial(_usable, access=request[ACCESS], proof=request.app[TEAM].proof)
    return await request.app[ENGINE].read(look)


async def address(request: web.Request) -> str:
    """The page of the lists of that classeur; empty where its device may not edit there."""
    binder = await request.app[ENGINE].read(
        partial(_binder, access=request[ACCESS], proof=request.app[TEAM].proof)
    )
    if binder is None:
        return ""
    if isinstance(request[ACCESS].target, BinderTarget):
        return own_path(request, LinkPage.LISTS)
    return target_path(BinderTarget(binder), LinkPage.LISTS)


def _usable(db: Db, *, access: Access[Target], proof: str) -> list[MailList]:
    binder = _binder(db, access=access, proof=proof)
    return mail_lists.of_binder(db, binder) if binder is not None else []


def _binder(db: Db, *, access: Access[Target], proof: str) -> BinderId | None:
    """The classeur of the request's target, where the request may edit there and not in the target alone."""
    if isinstance(access.target, BinderTarget):
        return access.target.id if access.role.allows(Role.EDIT) else None
    holder = binders.holding(db, access.target)
    if holder is None or access.device is None:
        return None
    way = ways.strongest(db, access.device, BinderTarget(holder.id), proof=proof, now=now_ms())
    return holder.id if way is not None and way.role.allows(Role.EDIT) else None


async def _all(request: web.Request) -> list[MailList]:
    return await request.app[ENGINE].read(
        partial(mail_lists.of_binder, binder=binder_access(request).binder_id)
    )


async def _one(request: web.Request) -> MailList:
    """Raises NotFoundError."""
    binder, id_ = binder_access(request).binder_id, request.match_info["list"]
    one = await request.app[ENGINE].read(partial(mail_lists.find, binder=binder, id_=id_))
    if one is None:
        raise NotFoundError("not_found")
    return one


async def _said(request: web.Request) -> Mapping[str, object]:
    is_json = request.content_type == "application/json"
    return await read_json(request, _FIELDS, _BOUNDS) if is_json else await read_form(request, _BOUNDS.size)


async def _make(request: web.Request, asked: ListRequest) -> MailList:
    """Raises BadInputError where there are as many as there may be."""
    one = MailList(
        id=new_version_id(),
        binder=binder_access(request).binder_id,
        name=asked.name,
        changed_at=now_ms(),
        addresses=asked.addresses,
    )
    await request.app[ENGINE].write(partial(_insert, one=one))
    return one


def _insert(db: Db, *, one: MailList) -> None:
    if mail_lists.count(db, one.binder) >= MOST_LISTS:
        raise BadInputError("too_many_lists", most=MOST_LISTS)
    mail_lists.insert(db, one)


def _told(request: web.Request, one: MailList, *, status: int = 200) -> web.Response:
    if wants_json(request):
        return web.json_response(_facts(one), status=status)
    return led_to(f"{own_path(request, LinkPage.LISTS)}?done={one.id}")


def _facts(one: MailList) -> dict[str, Any]:
    return {"id": one.id, "name": one.name, "addresses": list(one.addresses)}


def _filled(one: MailList) -> dict[str, object]:
    return {"name": one.name, "addresses": "\n".join(one.addresses)}


async def _again(
    request: web.Request,
    said: Mapping[str, object],
    refused: RefusedError,
    *,
    one: MailList | None = None,
) -> web.Response:
    """The form as it was filled, under what is wrong with it."""
    if wants_json(request):
        raise refused
    t = request.app[PAGES].words[request[LANG]]
    wrong = t(f"errors.{refused.code}.text", **refused.params)
    return await _page(request, await _all(request), said, one=one, wrong=wrong, status=refused.status)


async def _page(
    request: web.Request,
    found: Sequence[MailList],
    said: Mapping[str, object],
    *,
    one: MailList | None = None,
    wrong: str = "",
    status: int = 200,
) -> web.Response:
    row = await request.app[ENGINE].read(partial(row_of, binder=binder_access(request).binder_id))
    done = request.query.get("done", "")
    answer = page(
        request,
        "mail-lists.html",
        facts={},
        status=status,
        base=own_path(request),
        binder=row.name,
        lists=found,
        one=one,
        name=str(said.get("name", "")),
        addresses=str(said.get("addresses", "")),
        done=next((kept.name for kept in found if kept.id == done), ""),
        most=MOST_ADDRESSES,
        is_full=len(found) >= MOST_LISTS,
        wrong=wrong,
    )
    # Its forms must tell an origin, which a page without any referrer does not.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer
