"""The classeur through which a note or a pochette is open too, as pages and programs read it."""

from functools import partial
from typing import Any

from aiohttp import web

from server.clock import now_ms
from server.http.access import ACCESS
from server.http.keys import ENGINE
from server.links.rules.through import find
from server.targets import BinderTarget
from server.text.paths import target_path
from server.visitors.team import TEAM


async def facts(request: web.Request) -> dict[str, Any]:
    """`through` of what the request opens: nothing for who has no right of their own on the classeur."""
    look = partial(find, access=request[ACCESS], proof=request.app[TEAM].proof, now=now_ms())
    found = await request.app[ENGINE].read(look)
    if found is None:
        return {}
    told = {"name": found.binder.name, "url": target_path(BinderTarget(found.binder.id))}
    return {"through": told | {"people": found.people, "links": found.links}}
