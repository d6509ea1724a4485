"""A press that ends a right: connections end, the rows are written, mailed links leave again."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from aiohttp import web

from crdt.seat import Close
from export.note.labels import moment
from server.clock import now_ms
from server.http.access import LANG
from server.http.answer import wants_json
from server.http.body import read_form, read_json
from server.http.keys import CLOCK, ENGINE
from server.http.templates import PAGES
from server.links.rules import ending
from server.links.rules.ending import Ending
from server.live.keys import ROOMS
from server.live.revocations import Revocation
from server.mail import renewals as mail_renewals


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


async def press(request: web.Request, does: Ending, asked: Asked, *, detail: str) -> Ending:
    """Raises ConflictError where something else would end by now than the page has told."""
    guests = request.app[ROOMS].guests
    seen = does.seen if asked.seen else ()
    ends = Revocation((*does.ids, *seen), why=Close.WITHDRAWN, detail=detail)
    others = guests.devices().difference(does.devices)
    own = Revocation(
        [target.id for target in does.scope], why=Close.CHANGED, detail=detail, but=others, only_own=True
    )
    work = partial(ending.do, of=does.of, told=asked.told, also_seen=asked.seen, at=now_ms())
    async with guests.revoking(ends), guests.revoking(own):
        done = await request.app[ENGINE].write(work)
    await mail_renewals.send_now(request, done.mailed)
    return done
