"""Members of the team: joining it, and what nobody else may begin."""

from functools import partial
from typing import Final

import structlog
from aiohttp import web

from crdt.roles import Role
from server.clock import now_ms
from server.errors import ForbiddenError
from server.http.access import ACCESS, DEVICE, RULES, Handler
from server.http.answer import led_to, wants_json
from server.http.keys import ENGINE
from server.storage import Db, binders, members
from server.storage.devices import Device
from server.storage.rights import grants
from server.targets import BinderTarget
from server.visitors import devices
from server.visitors.team import TEAM

_HOUR_MS: Final = 3600 * 1000
_log = structlog.get_logger(__name__)


@web.middleware
async def expect_member(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Where there is a team, let only its members begin notes and pochettes; people are led to the door."""
    rule = request.app[RULES].get(request.match_info.route)
    if _is_worked_by(request):
        await is_member(request, request.get(DEVICE))
    if rule is None or not rule.begins or await is_member(request, request.get(DEVICE)):
        return await handler(request)
    if wants_json(request):
        raise ForbiddenError("members_only")
    return led_to("/team")


async def is_member(request: web.Request, device: Device | None) -> bool:
    """Whether this browser may begin notes."""
    team, engine, now = request.app[TEAM], request.app[ENGINE], now_ms()
    if not team.is_closed:
        return True
    if device is None:
        return False
    seen = await engine.read(partial(members.seen_at, device=device.id, proof=team.proof, now=now))
    if seen is None:
        return False
    if now - seen > _HOUR_MS:
        await engine.write(partial(members.seen, device=device.id, at=now))
    return True


def _is_worked_by(request: web.Request) -> bool:
    """Whether the right of the request is a membership that was not used within the last hour."""
    access = request.get(ACCESS)
    if access is None or access.link is not None or access.binder is None or access.expires_at is None:
        return False
    return bool(access.expires_at - now_ms() < members.IDLE_MS - _HOUR_MS)


async def passphrase_hash(request: web.Request) -> str:
    """The hash of the passphrase in force, "" where none is asked for; any process may have changed it."""
    team = request.app[TEAM]
    if not team.passphrase_hash:
        return ""
    changed = await request.app[ENGINE].read(partial(members.passphrase, proof=team.proof))
    return changed or team.passphrase_hash


async def let_in_by_passphrase(request: web.Request, device: Device, *, hash_: str) -> None:
    """Make this browser a member's, whose passphrase was checked with a hash. Raises ForbiddenError.

    Another passphrase may have taken its place meanwhile.
    """
    team = request.app[TEAM]

    def enter(db: Db) -> None:
        if (members.passphrase(db, team.proof) or team.passphrase_hash) != hash_:
            raise ForbiddenError("wrong_passphrase")
        _enter(db, device=device, proof=team.proof, person="", at=now_ms())

    await devices.rotate(request, device, enter)


async def let_in_by_provider(request: web.Request, device: Device, *, subject: str, name: str) -> None:
    """Make this browser a member's whom a provider has named. Raises ForbiddenError once removed."""
    team = request.app[TEAM]
    person = team.person(subject)

    def enter(db: Db) -> None:
        if members.is_removed(db, person):
            raise ForbiddenError("removed")
        _enter(db, device=device, proof=team.proof, person=person, at=now_ms())

    await devices.rotate(request, device, enter)
    if name and device.name is None:
        await devices.name_at_first(request.app[ENGINE], device, name)


def _enter(db: Db, *, device: Device, proof: str, person: str, at: int) -> None:
    """The rights of a member, with another cookie: one that was planted before is worth nothing.

    The first member that there ever is manages the team's classeur.
    """
    is_first = members.is_new(db)
    members.let_in(db, device.id, proof=proof, person=person, at=at)
    if person:
        members.become(db, device.id, device.visitor, person, at=at)
    binder = binders.of_team(db) if is_first else None
    if binder is not None:
        grants.grant(db, device.id, BinderTarget(binder.id), Role.MANAGE)
        _log.info("the first member manages the team's classeur; see `pochette people`")
