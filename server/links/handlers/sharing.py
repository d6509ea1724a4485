"""The links of a note, a pochette or a classeur, made and listed: …/{token}/links; the QR code of each."""

from functools import partial
from typing import Any

from aiohttp import web

from crdt.roles import Role
from server.clock import as_datetime, now_ms
from server.http.access import ACCESS
from server.http.audit_rows import recorded
from server.http.body import read_json
from server.http.keys import ENGINE, PASSWORDS, SEAL
from server.http.paths import drawn, own_path, public_origin
from server.links.rules.caps import rests_on
from server.links.rules.fields import FIELDS
from server.links.rules.sharing import Hash, SharedLink, every, make, may_change
from server.paper.layout import setting_of
from server.storage.rights.links import Link
from server.targets import NoteTarget
from server.text.paths import LinkPage, link_path
from server.visitors.askers import asker_of
from server.visitors.team import TEAM

# Who manages sees for so long that passwords were tried.
_TRIED_SHOWN_MS = 30 * 24 * 3600 * 1000


async def qr(request: web.Request) -> web.Response:
    """The address of this very link as a QR code."""
    return drawn(public_origin(request) + own_path(request))


async def listed(request: web.Request) -> list[dict[str, Any]]:
    """The links of what the request's own link opens, as pages and programs read them."""
    found = await request.app[ENGINE].read(partial(every, access=request[ACCESS]))
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
    made = await make(
        request.app[ENGINE],
        hash_for(request),
        await read_json(request, FIELDS[access.target.kind]),
        access=access,
        proof=request.app[TEAM].proof,
    )
    return web.json_response(facts(request, recorded(request, made)), status=web.HTTPCreated.status_code)


def hash_for(request: web.Request) -> Hash:
    """Hashes a password in the turn of who asks."""

    async def hashed(password: str) -> str:
        return await request.app[PASSWORDS].hashed(password, await asker_of(request))

    return hashed


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
