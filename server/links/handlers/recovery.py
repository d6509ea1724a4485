"""GET and POST /recover/{code}: the right to manage comes back to the browser that confirms it, once."""

from functools import partial

from aiohttp import hdrs, web

from server.clock import now_ms
from server.errors import GoneError, NotFoundError
from server.http.access import DEVICE
from server.http.answer import page
from server.http.audit_rows import recorded
from server.http.keys import ENGINE, SEAL
from server.links.rules.recovery import recovered_by, spend
from server.text.paths import LinkPage, link_path


async def ask(request: web.Request) -> web.Response:
    """Whether this browser is to manage, without a word of what; a robot that looks spends nothing."""
    code = request.match_info["code"]
    if await request.app[ENGINE].read(partial(recovered_by, code=code)) is None:
        raise GoneError("recovery_over")
    answer = page(request, "recover.html", facts={})
    # Its form must tell an origin, which a page without any referrer does not.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


async def confirm(request: web.Request) -> web.Response:
    """Let this browser manage from now on, and lead it to where another link is made."""
    device = request[DEVICE]
    if device is None:
        raise NotFoundError("no_device")
    work = partial(spend, code=request.match_info["code"], device=device.id, at=now_ms())
    way_in = recorded(request, await request.app[ENGINE].write(work))
    where = f"{link_path(request.app[SEAL], way_in, LinkPage.MANAGE)}?done=recovered"
    return web.Response(status=web.HTTPSeeOther.status_code, headers={hdrs.LOCATION: where})
