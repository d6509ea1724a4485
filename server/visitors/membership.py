"""The members of the team: who is one, how one becomes one, and what nobody else may begin."""

from functools import partial
from typing import Final

from aiohttp import web

from server.clock import now_ms
from server.errors import ForbiddenError
from server.http.access import DEVICE, RULES, Handler
from server.http.answer import led_to, wants_json
from server.http.keys import ENGINE
from server.storage import Db, members
from server.storage.devices import Device
from server.visitors import devices
from server.visitors.team import TEAM

_HOUR_MS: Final = 3600 * 1000


@web.middleware
async def expect_member(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Where there is a team, let only its members begin notes and pochettes; people are led to the door."""
    rule = request.app[RULES].get(request.match_info.route)
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


async def let_in(request: web.Request, device: Device, *, subject: str = "", name: str = "") -> None:
    """Make this browser a member's, with another cookie: one that was planted before is worth nothing."""
    engine, team = request.app[ENGINE], request.app[TEAM]
    person = team.person(subject) if subject else ""
    enter = partial(_enter, device=device, proof=team.proof, person=person, at=now_ms())
    await devices.rotate(request, device, enter)
    if name and device.name is None:
        await devices.name_at_first(engine, device, name)


def _enter(db: Db, *, device: Device, proof: str, person: str, at: int) -> None:
    members.let_in(db, device.id, proof=proof, at=at)
    if person:
        members.become(db, device.id, device.visitor, person, at=at)
