"""A link that is changed while people use it, its right, name, end, password and more: …/links/{link}."""

from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from aiohttp import web

from crdt.roles import Role
from crdt.seat import Close
from server.clock import now_ms
from server.errors import BadInputError, ConflictError, ForbiddenError
from server.http.access import ACCESS, DEED, DETAILS
from server.http.answer import led_to
from server.http.body import read_form, read_json
from server.http.keys import ENGINE, PASSWORDS
from server.http.paths import own_path
from server.ids import DeviceId, LinkId
from server.links.caps import cap_made, capped
from server.links.request import read_link_fields
from server.links.sharing import admit, facts, find, may_change
from server.live.revocations import Revocation
from server.live.rooms import ROOMS
from server.rights.access import Access
from server.storage import Db, links, password_grants
from server.storage.links import Link
from server.storage.targets import links_of
from server.targets import BinderTarget, Target
from server.text.paths import LinkPage
from server.visitors.askers import asker_of

_FIELDS: Final = frozenset({"role", "label", "expires_at", "max_openings", "password", "carry_hours"})
_LOCK: Final = {"password"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lock:
    """The password that a link gets: its hash, or none. `by` knows it."""

    password_hash: str | None
    by: DeviceId | None


async def put(request: web.Request) -> web.Response:
    """Connections with another right or expiry than now reconnect."""
    values = read_link_fields(await read_json(request, _FIELDS))
    await _change(request, values)
    access, id_ = request[ACCESS], LinkId(request.match_info["link"])
    told = await request.app[ENGINE].read(partial(find, access=access, link=id_))
    return web.json_response(facts(request, told))


async def post_hours(request: web.Request) -> web.Response:
    """POST …/links/{link}/carry, without script: `hours` that a device keeps what it takes along."""
    said = (await read_form(request)).get("hours", "")
    hours = int(said) if isinstance(said, str) and said.isascii() and said.isdigit() and len(said) < 4 else -1
    await _change(request, read_link_fields({"carry_hours": hours}))
    return led_to(f"{own_path(request, LinkPage.MANAGE)}?done=changed")


async def _change(request: web.Request, values: dict[str, Any]) -> None:
    """Change what is given. Raises ForbiddenError, BadInputError, ConflictError."""
    access, id_ = request[ACCESS], LinkId(request.match_info["link"])
    was = (await request.app[ENGINE].read(partial(find, access=access, link=id_))).link
    if not may_change(access, was):
        raise ForbiddenError("not_yours")
    now = changed(was, values)
    if not access.role.allows(now.role):
        raise ForbiddenError("role", role=access.role.value)
    lock = await _lock(request, access, values) if "password" in values else None
    work = partial(_write, access=access, was=was, link=now, lock=lock, at=now_ms())
    async with await _cutting_off(request, was, now, lock):
        await request.app[ENGINE].write(work)
    if set(values) == _LOCK:
        request[DEED] = "link-locked"
    request[DETAILS] = _details(was, now, lock)


def changed(link: Link, values: dict[str, Any]) -> Link:
    """The link as it is asked to be. Raises BadInputError, ConflictError.

    A link to print stays one: what it gives, its door and its count are others than those of the rest.
    """
    if not values:
        raise BadInputError("bad_request")
    if not link.is_open(now_ms()):
        raise ConflictError("link_over")
    role = values.get("role", link.role)
    if (role is Role.PRINT) is not (link.role is Role.PRINT):
        raise BadInputError("stays_print")
    if role is not Role.PRINT and values.get("max_openings") is not None:
        raise BadInputError("only_print")
    if role is Role.PRINT and "carry_hours" in values:
        raise BadInputError("never_print")
    return replace(
        link,
        role=role,
        label=values.get("label", link.label),
        expires_at=values.get("expires_at", link.expires_at),
        max_openings=values.get("max_openings", link.max_openings),
        carry_hours=values.get("carry_hours", link.carry_hours),
    )


async def _lock(request: web.Request, access: Access[Target], values: dict[str, Any]) -> _Lock:
    password = values["password"]
    kept = await request.app[PASSWORDS].hashed(password, await asker_of(request)) if password else None
    return _Lock(password_hash=kept, by=access.device)


async def _cutting_off(
    request: web.Request, was: Link, now: Link, lock: _Lock | None
) -> AbstractAsyncContextManager[None]:
    """Connections to close during the commit: they reconnect, unless they must give a password."""
    rooms = request.app[ROOMS]
    if (was.role, was.expires_at) != (now.role, now.expires_at):
        made = await request.app[ENGINE].read(partial(links.made_through, these=[was.id]))
        ends = [was.id, *(one.id for one in made)]
        return rooms.guests.revoking(Revocation(ends, why=Close.CHANGED, detail="this link was changed"))
    if lock is None or lock.password_hash is None:
        return nullcontext()
    know = await request.app[ENGINE].read(partial(_know, link=was, by=lock.by))
    return rooms.guests.revoking(
        Revocation([was.id], why=Close.LOCKED, detail="this link asks for its password", but=know)
    )


def _write(db: Db, *, access: Access[Target], was: Link, link: Link, lock: _Lock | None, at: int) -> None:
    found = find(db, access=access, link=link.id).link
    if replace(found, openings=was.openings, used_at=was.used_at) != was:
        raise ConflictError("link_changed")
    link = capped(db, link, at)
    links.change(db, link, at)
    cap_made(db, link, at)
    if was.role is Role.EDIT and link.role is not Role.EDIT and not _leaves_one(db, access, link, at):
        raise ConflictError("last_edit")
    if lock is not None:
        password_grants.change_password(db, link.id, lock.password_hash, at)
        admit(db, link.id, lock.by, lock.password_hash, at)


def _leaves_one(db: Db, access: Access[Target], link: Link, at: int) -> bool:
    """Whether another link still lets somebody write, and so manage; a classeur needs none."""
    if isinstance(access.target, BinderTarget):
        return True
    others = (one for one in links_of(db, access.target) if one.id != link.id)
    return any(one.role is Role.EDIT and one.is_open(at) for one in others)


def _know(db: Db, *, link: Link, by: DeviceId | None) -> frozenset[DeviceId]:
    """Devices exempt from a new password: the one that sets it, and managers."""
    return password_grants.managing(db, link) | ({by} if by is not None else set())


def _details(was: Link, now: Link, lock: _Lock | None) -> dict[str, Any]:
    """Details for the audit log: which settings changed, without text."""
    details: dict[str, Any] = {}
    if was.role is not now.role:
        details |= {"role": now.role.value, "was": was.role.value}
    if was.expires_at != now.expires_at:
        details["expires_at"] = now.expires_at
    if was.max_openings != now.max_openings:
        details["max_openings"] = now.max_openings
    if was.carry_hours != now.carry_hours:
        details["carry_hours"] = now.carry_hours
    if was.label != now.label:
        details["label"] = "changed"
    if lock is not None:
        details["password"] = "set" if lock.password_hash else "removed"
    return details
