"""A link that is changed while people use it: PUT …/links/{link}, and its hours by a form."""

from functools import partial
from typing import Any, Final

from aiohttp import web

from server.http.access import ACCESS
from server.http.answer import led_to
from server.http.audit_rows import recorded
from server.http.body import read_form, read_json
from server.http.keys import ENGINE
from server.http.paths import own_path
from server.ids import LinkId
from server.links.handlers.sharing import facts, hash_for
from server.links.rules.change import change
from server.links.rules.fields import read_link_fields
from server.links.rules.sharing import find
from server.live.keys import ROOMS
from server.text.paths import LinkPage

_FIELDS: Final = frozenset({"role", "label", "expires_at", "max_openings", "password", "carry_hours"})


async def put(request: web.Request) -> web.Response:
    """PUT …/links/{link}: the fields that are given; the link as it is now."""
    link = await _change(request, read_link_fields(await read_json(request, _FIELDS)))
    now = await request.app[ENGINE].read(partial(find, access=request[ACCESS], link=link))
    return web.json_response(facts(request, now))


async def post_hours(request: web.Request) -> web.Response:
    """POST …/links/{link}/carry, without script: `hours` that a device keeps what it takes along."""
    said = (await read_form(request)).get("hours", "")
    hours = int(said) if isinstance(said, str) and said.isascii() and said.isdigit() and len(said) < 4 else -1
    await _change(request, read_link_fields({"carry_hours": hours}))
    return led_to(f"{own_path(request, LinkPage.MANAGE)}?done=changed")


async def _change(request: web.Request, values: dict[str, Any]) -> LinkId:
    link = LinkId(request.match_info["link"])
    done = await change(
        request.app[ENGINE],
        request.app[ROOMS].guests,
        hash_for(request),
        values,
        access=request[ACCESS],
        link=link,
    )
    recorded(request, done)
    return link
