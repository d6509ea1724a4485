"""What a press that ends a right has said, and what devices keep after it, in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from aiohttp import web

from export.note.labels import moment
from server.http.access import LANG
from server.http.answer import wants_json
from server.http.body import read_form, read_json
from server.http.keys import CLOCK
from server.http.templates import PAGES
from server.links.rules.ending import Ending


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the page has told, None for a program; `seen`: whether older links are renewed too."""

    told: str | None
    seen: bool


async def said(request: web.Request) -> Asked:
    """The fields of a press: `told` and `seen`."""
    if wants_json(request):
        body = await read_json(request, {"told", "seen"}) if request.can_read_body else {}
        told = body.get("told")
        return Asked(told=told if isinstance(told, str) else None, seen=body.get("seen") is True)
    form = await read_form(request)
    told = form.get("told")
    return Asked(told=told if isinstance(told, str) and told else None, seen=form.get("seen") == "1")


def taken(request: web.Request, does: Ending) -> Iterator[str]:
    """What their devices show without a network until they come back, in words."""
    t = request.app[PAGES].words[request[LANG]]
    if does.taken.notes:
        until = moment(request.app[CLOCK].at(does.taken.until), request[LANG])
        yield t("guests.taken", count=does.taken.notes, until=until)
