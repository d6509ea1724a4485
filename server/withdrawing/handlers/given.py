"""GET …/given/{visitor} and POST …/given/{visitor}/end: access that was given is taken away, or lowered."""

from functools import partial
from typing import Any, Final

from aiohttp import web

from crdt.roles import Role
from server.clock import now_ms
from server.errors import BadInputError
from server.http.access import DEVICE, LANG
from server.http.answer import led_to, page, wants_json
from server.http.audit_rows import recorded
from server.http.body import read_form, read_json
from server.http.keys import ENGINE
from server.http.paths import own_path
from server.http.templates import PAGES
from server.ids import VisitorId
from server.links.handlers import access_requests
from server.links.handlers.ending_words import sentences
from server.links.rules import ending
from server.links.rules.ending import Ended
from server.live.keys import ROOMS
from server.mail import renewals as mail_renewals
from server.targets import Target
from server.text.paths import LinkPage
from server.visitors.team import TEAM
from server.withdrawing.handlers.press import taken
from server.withdrawing.rules import given as rules

_LOWER: Final = (Role.READ, Role.COMMENT)


async def ask(request: web.Request) -> web.Response:
    """What it does, in numbers, before it is done. `of`: a target in the classeur; `role`: what stays."""
    t = request.app[PAGES].words[request[LANG]]
    target = await access_requests.inside(request, request.query.get("of"))
    left = _role(request.query.get("role"))
    given = await request.app[ENGINE].read(partial(rules.given, target=target, of=_visitor(request)))
    does = await request.app[ENGINE].read(
        partial(ending.find, of=_ended(request, target, left), now=now_ms())
    )
    name = given.name or t("renew.nameless")
    says = [t("ending.givenEnds", name=name), *taken(request, does), *sentences(t, does, name)]
    told: dict[str, Any] = {"name": name, **does.left, "seen": len(does.seen), "told": does.digest}
    told |= {"says": says, "mailed": len(does.mailed), "mailed_to": does.mailed_to}
    if wants_json(request):
        return web.json_response(told)
    answer = page(
        request,
        "remove.html",
        facts={},
        base=own_path(request),
        of=does.of.target.kind,
        heading=t("ending.given", name=name),
        action=own_path(request, LinkPage.GIVEN_END, visitor=given.visitor),
        fields={"of": target.id, "role": left.value if left else ""},
        lowers=[role for role in _LOWER if given.role.allows(role) and given.role is not role],
        left=left,
        **told,
    )
    # Its form must tell an origin, which a page without any referrer does not.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


async def end(request: web.Request) -> web.Response:
    """With a `role` it is lowered to that. What is open by it ends at once, with what it let them keep."""
    fields = await _fields(request)
    target, left = await access_requests.inside(request, fields.get("of")), _role(fields.get("role"))
    told = fields.get("told")
    done = await rules.take_away(
        request.app[ENGINE],
        request.app[ROOMS].guests,
        _ended(request, target, left),
        told=told if isinstance(told, str) and told else None,
        also_seen=fields.get("seen") in (True, "1"),
    )
    await mail_renewals.send_now(request, done.result.mailed)
    recorded(request, done)
    if wants_json(request):
        return web.json_response({})
    return led_to(f"{own_path(request, LinkPage.MANAGE)}?done={'accessLowered' if left else 'accessEnded'}")


def _ended(request: web.Request, target: Target, left: Role | None) -> Ended:
    device = request[DEVICE]
    return Ended(
        visitor=_visitor(request),
        target=target,
        only=None,
        left=left,
        by=device.id if device else None,
        proof=request.app[TEAM].proof,
    )


def _visitor(request: web.Request) -> VisitorId:
    return VisitorId(request.match_info["visitor"])


async def _fields(request: web.Request) -> dict[str, object]:
    if not wants_json(request):
        return dict(await read_form(request))
    return dict(await read_json(request, {"of", "role", "told", "seen"})) if request.can_read_body else {}


def _role(said: object) -> Role | None:
    """Raises BadInputError."""
    if not said:
        return None
    if said not in tuple(_LOWER):
        raise BadInputError("bad_link", field="role", expected=", ".join(_LOWER), pointer="/role")
    return Role(str(said))
