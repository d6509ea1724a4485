"""GET /for-me: where this visitor was named, asked or answered; without script."""

from functools import partial
from typing import Final

from aiohttp import hdrs, web

from server.clock import as_datetime, now_ms
from server.comments.for_me import ForMe, listed
from server.http.access import DEVICE
from server.http.keys import ENGINE
from server.storage import for_me
from server.targets import NoteTarget
from server.text.paths import target_path
from server.visitors.own_pages import own_page, refuse_suspended
from server.visitors.team import TEAM

_SHOWN: Final = 240


async def show(request: web.Request) -> web.Response:
    """The page; what it shows has been seen, on every device of the visitor. Raises ForbiddenError."""
    refuse_suspended(request)
    device, proof = request[DEVICE], request.app[TEAM].proof
    if device is None:
        return own_page(request, "for-me-page.html", entries=[], name="")
    look = partial(listed, device=device.id, name=device.name, proof=proof, now=now_ms())
    found = await request.app[ENGINE].read(look)
    if found and found[0].is_new and request.method != hdrs.METH_HEAD:
        see = partial(for_me.see, visitor=device.visitor, at=found[0].said.at)
        await request.app[ENGINE].write(see)
    entries = [_entry(one) for one in found]
    return own_page(request, "for-me-page.html", entries=entries, name=device.name or "")


def _entry(one: ForMe) -> dict[str, object]:
    said = one.said
    text = " ".join(said.text.split())
    return {
        "url": f"{target_path(NoteTarget(said.note))}?view=edit#c-{said.number}",
        "title": said.title,
        "name": said.name,
        "why": one.why.value,
        "text": text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}…",
        "at": as_datetime(said.at).isoformat(),
        "is_new": one.is_new,
    }
