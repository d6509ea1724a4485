"""The links of a note, a pochette or a classeur, made, listed and closed: …/{token}/links."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from aiohttp import web

from crdt.roles import Role
from export.note.formats import Format
from server.clock import as_datetime, now_ms
from server.errors import BadInputError, ForbiddenError, NotFoundError
from server.http.access import ACCESS, DETAILS
from server.http.body import read_json
from server.http.keys import ENGINE, PASSWORDS, SEAL
from server.http.paths import own_path, public_origin
from server.ids import DeviceId, LinkId
from server.links.caps import capped, rests_on
from server.links.request import FIELDS, read_link_fields
from server.paper.layout import USUAL, setting_of
from server.rights.access import Access
from server.secrets.tokens import new_link_id
from server.storage import Db, links, password_grants, print_links
from server.storage.links import CARRY_HOURS, Link
from server.storage.print_links import PrintLink, Source
from server.storage.targets import links_of
from server.targets import BinderTarget, NoteTarget, Target
from server.text.paths import LinkPage, link_path
from server.visitors.askers import asker_of
from server.visitors.team import TEAM

MOST_LINKS = 200
# Of those that mails brought, which are counted apart: a list has up to 500 addresses.
MOST_MAILED = 2000
# Who manages sees for so long that passwords were tried.
_TRIED_SHOWN_MS = 30 * 24 * 3600 * 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedLink:
    """A link, and what it prints where it is one to print.

    `is_known`: whoever asks may be shown its address.
    """

    link: Link
    prints: PrintLink
    is_known: bool = False


async def listed(request: web.Request) -> list[dict[str, Any]]:
    """The links of what the request's own link opens, as pages and programs read them."""
    found = await request.app[ENGINE].read(partial(_all, access=request[ACCESS]))
    return [facts(request, shared) for shared in found]


async def ends_at(request: web.Request) -> str | None:
    """When a link that is made now ends at the latest: with the one through which it would be made."""
    access = request[ACCESS]
    work = partial(rests_on, access=access, role=Role.READ, proof=request.app[TEAM].proof, now=now_ms())
    by = await request.app[ENGINE].read(work)
    return _iso(access.expires_at) if by is not None else None


async def post(request: web.Request) -> web.Response:
    """Make a link, at most as strong as the one that asks. 201."""
    access = request[ACCESS]
    known = FIELDS[access.target.kind]
    made = await make(request, await read_json(request, known))
    details = {"link": made.link.id, "role": made.link.role.value}
    request[DETAILS] = details | ({"password": "set"} if made.link.password_hash else {})
    return web.json_response(facts(request, made), status=web.HTTPCreated.status_code)


async def make(request: web.Request, asked: Mapping[str, object]) -> SharedLink:
    """A link to what the request's own opens, at most as strong. Raises ForbiddenError, BadInputError."""
    access, values = request[ACCESS], read_link_fields(asked)
    shared = draft(access, values)
    if password := values.get("password"):
        kept = await request.app[PASSWORDS].hashed(password, await asker_of(request))
        shared = replace(shared, link=replace(shared.link, password_hash=kept))
    work = partial(insert, access=access, shared=shared, proof=request.app[TEAM].proof, at=now_ms())
    await request.app[ENGINE].write(work)
    made = await request.app[ENGINE].read(partial(find, access=access, link=shared.link.id))
    return replace(made, is_known=True)  # to a program without a cookie too


def draft(access: Access[Target], values: Mapping[str, Any]) -> SharedLink:
    """A link that is not there yet, at most as strong as the right. Raises ForbiddenError, BadInputError."""
    role: Role = values.get("role", Role.READ)
    if not access.role.allows(role):
        raise ForbiddenError("role", role=access.role.value)
    if role is Role.PRINT and isinstance(access.target, BinderTarget):
        raise BadInputError("bad_link", field="role", expected="read, comment, edit")
    link = Link(
        id=new_link_id(),
        target=access.target,
        role=role,
        label=values.get("label", ""),
        expires_at=values.get("expires_at"),
        max_openings=values.get("max_openings"),
        carry_hours=values.get("carry_hours", CARRY_HOURS),
    )
    prints = PrintLink(
        link=link.id,
        source=values.get("source", Source.LIVE),
        format=values.get("format", Format.NOTE),
        recipient=values.get("recipient", ""),
        copy_number=values.get("copy_number"),
        **values.get("setting", USUAL).how,
    )
    if role is not Role.PRINT and (link.max_openings is not None or prints != PrintLink(link=link.id)):
        raise BadInputError("only_print")
    if role is Role.PRINT and "carry_hours" in values:
        raise BadInputError("never_print")
    return SharedLink(link=link, prints=prints)


def open_links(db: Db, access: Access[Target], at: int, *, mailed: bool = False) -> int:
    """How many links are open to what the request's own opens; those that mails brought are counted apart."""
    return sum(link.is_open(at) and link.mailed is mailed for link in links_of(db, access.target))


def insert(db: Db, *, access: Access[Target], shared: SharedLink, proof: str, at: int) -> None:
    """Write one down, with the link through which it is made. Raises BadInputError where there are too many.

    ForbiddenError, ConflictError where that link gives less by now.
    """
    if not shared.link.mailed and open_links(db, access, at) >= MOST_LINKS:
        raise BadInputError("too_many_links", most=MOST_LINKS)
    by = rests_on(db, access, shared.link.role, proof=proof, now=at)
    links.insert(db, capped(db, replace(shared.link, through=by), at), by=access.device, at=at)
    if shared.link.role is Role.PRINT:
        print_links.insert(db, shared.prints)
    admit(db, shared.link.id, access.device, shared.link.password_hash, at)


def admit(db: Db, link: LinkId, device: DeviceId | None, password_hash: str | None, at: int) -> None:
    """The device that sets a password is granted it."""
    if device is not None and password_hash is not None:
        password_grants.admit(db, link, device, password_hash=password_hash, at=at)


def _all(db: Db, *, access: Access[Target]) -> list[SharedLink]:
    known = known_to(db, access)
    return [_shared(db, link, known) for link in reversed(links_of(db, access.target))]


def known_to(db: Db, access: Access[Target]) -> Callable[[Link], bool]:
    """Which addresses a request is shown: all for who manages, else those it has made or came by.

    A link that somebody else made would outlive the right of who was shown it.
    """
    if access.role.allows(Role.MANAGE):
        return lambda _: True
    known = links.known_to(db, access.device, access.target) if access.device else frozenset()
    return lambda link: link.id in known or link.id == access.link


def _shared(db: Db, link: Link, known: Callable[[Link], bool]) -> SharedLink:
    return SharedLink(link=link, prints=print_links.find(db, link.id), is_known=known(link))


def find(db: Db, *, access: Access[Target], link: LinkId) -> SharedLink:
    """One link of what the request's own opens. Raises NotFoundError."""
    found = next((one for one in links_of(db, access.target) if one.id == link), None)
    if found is None:
        raise NotFoundError("not_found")
    return _shared(db, found, known_to(db, access))


def may_change(access: Access[Target], link: Link) -> bool:
    """Whether this visitor may change and close a link: its maker, and managers."""
    is_ours = link.created_by is not None and link.created_by == access.device
    return is_ours or access.role.allows(Role.MANAGE)


def facts(request: web.Request, shared: SharedLink) -> dict[str, Any]:
    """A link as pages and programs read it."""
    access, link, prints = request[ACCESS], shared.link, shared.prints
    works = link.is_open(now_ms()) and not link.is_spent
    shown = works and shared.is_known and access.role.allows(link.role)
    address = public_origin(request) + link_path(request.app[SEAL], link)
    told = {
        "id": link.id,
        "role": link.role.value,
        "label": link.label,
        "url": address if shown else None,
        "is_open": works,
        "is_this": link.id == access.link,
        "has_password": link.password_hash is not None,
        "tried_at": _iso(_recent(link.guessed_at)) if may_change(access, link) else None,
        "may_close": works and may_change(access, link),
        "renew_at": _renew_at(request, link) if works and access.role.allows(Role.MANAGE) else None,
        "openings": link.openings,
        "max_openings": link.max_openings,
        "made_at": _iso(link.created_at),
        "used_at": _iso(link.used_at),
        "expires_at": _iso(link.expires_at),
        "carry_hours": link.carry_hours if link.role is not Role.PRINT else None,
    }
    if link.role is not Role.PRINT:
        return told
    return told | {
        "source": prints.source.value,
        "format": prints.format.value,
        "recipient": prints.recipient,
        "copy_number": prints.copy_number,
        **(setting_of(prints).facts if isinstance(access.target, NoteTarget) else {}),
    }


def _renew_at(request: web.Request, link: Link) -> str:
    """The page that renews this link alone."""
    return f"{own_path(request, LinkPage.RENEW)}?link={link.id}"


def _recent(at: int | None) -> int | None:
    return at if at is not None and now_ms() - at < _TRIED_SHOWN_MS else None


def _iso(at: int | None) -> str | None:
    return as_datetime(at).isoformat() if at is not None else None
