"""GET /c/{token}/people: the members of the team and those who left, for who manages its classeur."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from aiohttp import web

from server.binders.rules import members, team_binder
from server.binders.rules.binders import row_of
from server.clock import as_datetime, now_ms
from server.errors import NotFoundError
from server.http.access import DEVICE, binder_access
from server.http.answer import led_to
from server.http.audit_rows import recorded
from server.http.body import read_form
from server.http.keys import ENGINE
from server.http.paths import own_path
from server.ids import NoteId, VisitorId
from server.storage import Db, team
from server.storage.binders import BinderRow
from server.storage.team import Browser, LeftOut, Person
from server.text.paths import LinkPage
from server.visitors import leaving
from server.visitors.agents import named
from server.visitors.own_pages import in_words, own_page
from server.visitors.team import TEAM


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What the page lists; `knowing` are those who are no members and still know addresses of notes."""

    people: tuple[Person, ...]
    knowing: frozenset[VisitorId]
    left_out: tuple[LeftOut, ...]


async def show(request: web.Request) -> web.Response:
    """The page. It works without script."""
    row = await team_row(request)
    look = partial(_found, row=row, proof=request.app[TEAM].proof, now=now_ms())
    found = await request.app[ENGINE].read(look)
    gone = [
        one for one in found.people if not one.is_member and (one.is_removed or one.visitor in found.knowing)
    ]
    return own_page(
        request,
        "people.html",
        base=own_path(request),
        done=request.query.get("done", ""),
        members=[person_facts(request, one) for one in found.people if one.is_member or one.manages],
        gone=[person_facts(request, one) | {"knows": one.visitor in found.knowing} for one in gone],
        left_out=found.left_out,
    )


async def readmit(request: web.Request) -> web.Response:
    """POST /c/{token}/people/{member}/readmit: whom the provider names may sign in again."""
    await team_row(request)
    done = await request.app[ENGINE].write(partial(members.readmit, visitor=member_of(request)))
    recorded(request, done)
    return led_to(f"{own_path(request, LinkPage.PEOPLE)}?done=readmitted")


async def put_in(request: web.Request) -> web.Response:
    """POST /c/{token}/left-out: put in a note that was left out because of its classification."""
    row = await team_row(request)
    note = NoteId(str((await read_form(request)).get("note", "")))
    work = partial(team_binder.put_in, binder=row, note=note)
    recorded(request, await request.app[ENGINE].write(work))
    return led_to(f"{own_path(request, LinkPage.PEOPLE)}?done=put")


async def team_row(request: web.Request) -> BinderRow:
    """The team's classeur. Raises NotFoundError at any other one."""
    row = await request.app[ENGINE].read(partial(row_of, binder=binder_access(request).binder_id))
    if not row.is_team:
        raise NotFoundError("not_found")
    return row


def member_of(request: web.Request) -> VisitorId:
    """Whom the address names."""
    return VisitorId(request.match_info["member"])


def _found(db: Db, *, row: BinderRow, proof: str, now: int) -> _Found:
    people = team.people(db, proof=proof, now=now)
    gone = (one.visitor for one in people if not one.is_member)
    return _Found(
        people=tuple(people),
        knowing=frozenset(one for one in gone if team.opened(db, leaving.leaver(db, one).devices, row.id)),
        left_out=tuple(team.left_out(db)),
    )


def person_facts(request: web.Request, person: Person) -> dict[str, Any]:
    """Somebody as the pages of the team show them."""
    device = request[DEVICE]
    return {
        "id": person.visitor,
        "name": person.name,
        "is_me": device is not None and device.visitor == person.visitor,
        "is_named": person.is_named,
        "is_removed": person.is_removed,
        "manages": person.manages,
        "browsers": [_browser(request, one) for one in person.browsers],
    }


def _browser(request: web.Request, browser: Browser) -> dict[str, Any]:
    return {
        "label": in_words(request, browser.agent),
        "is_phone": named(browser.agent)[1] in {"iPhone", "iPad", "Android"},
        "since": as_datetime(browser.since).isoformat(),
        "seen": as_datetime(browser.seen_at).isoformat(),
    }
