"""GET /c/{token}/people: the members of the team, for who manages its classeur, and how one is removed."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from aiohttp import web

from crdt.seat import Close
from server.binders import member_end, team_binder
from server.binders.binders import row_of
from server.clock import as_datetime, now_ms
from server.errors import NotFoundError
from server.http.access import DETAILS, DEVICE, binder_access
from server.http.answer import led_to
from server.http.body import read_form
from server.http.keys import ENGINE, PASSWORDS
from server.http.paths import LinkPage, own_path
from server.http.templates import PAGES
from server.http.words import LANG
from server.ids import NoteId, VisitorId
from server.links import ending
from server.links.ending_words import sentences
from server.live.revocations import Revocation
from server.live.rooms import ROOMS
from server.storage import Db, members, team
from server.storage.binders import BinderRow
from server.storage.team import Browser, LeftOut, Person
from server.visitors import leaving
from server.visitors.agents import named
from server.visitors.askers import asker_of
from server.visitors.freeze import unfrozen
from server.visitors.leaving import NewPassphrase
from server.visitors.own_pages import in_words, own_page
from server.visitors.team import TEAM
from server.visitors.team_passphrase import new_passphrase

ENDED_DETAIL = "the membership of this device has ended"


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
        members=[_facts(request, one) for one in found.people if one.is_member or one.manages],
        gone=[_facts(request, one) | {"knows": one.visitor in found.knowing} for one in gone],
        left_out=found.left_out,
    )


async def ask(request: web.Request) -> web.Response:
    """GET /c/{token}/people/{member}: what removing somebody ends, before it is done."""
    row = await team_row(request)
    person, others = await _asked(request)
    of = member_end.ended(request, row.id, person.visitor, by=None)
    does = await request.app[ENGINE].read(partial(ending.find, of=of, now=now_ms()))
    t = request.app[PAGES].words[request[LANG]]
    return own_page(
        request,
        "person-remove.html",
        base=own_path(request),
        person=_facts(request, person),
        namesakes=sum(_is_namesake(person, one) for one in others),
        changes=bool(request.app[TEAM].passphrase_hash),
        says=list(sentences(t, does, person.name or t("people.nameless"), with_rest=False)),
    )


async def remove(request: web.Request) -> web.Response:
    """POST /c/{token}/people/{member}: no member any more, at once; another passphrase is shown, once."""
    row = await team_row(request)
    await unfrozen(request.app[ENGINE], binder_access(request).target)
    person, _ = await _asked(request)
    said, new = await _passphrase(request)
    who = await request.app[ENGINE].read(partial(leaving.leaver, visitor=person.visitor))
    device = request[DEVICE]
    of = member_end.ended(request, row.id, person.visitor, by=device.id if device else None)
    leave = partial(leaving.remove, visitor=person.visitor, new=new, at=now_ms())
    async with request.app[ROOMS].guests.revoking(
        Revocation(who.devices, why=Close.CHANGED, detail=ENDED_DETAIL)
    ):
        does = await member_end.end(request, of, leave)
    known = await request.app[ENGINE].read(partial(team.opened, by=who.devices, binder=row.id))
    request[DETAILS] = {"member": person.visitor, "passphrase": new is not None} | does.facts()
    return own_page(
        request,
        "person-removed.html",
        base=own_path(request),
        person=_facts(request, person),
        passphrase=said,
        known=len(known),
    )


async def readmit(request: web.Request) -> web.Response:
    """POST /c/{token}/people/{member}/readmit: whom the provider names may sign in again."""
    await team_row(request)
    member = _member(request)
    if not await request.app[ENGINE].write(partial(_readmit, visitor=member)):
        raise NotFoundError("not_found")
    request[DETAILS] = {"member": member}
    return led_to(f"{own_path(request, LinkPage.PEOPLE)}?done=readmitted")


async def put_in(request: web.Request) -> web.Response:
    """POST /c/{token}/left-out: put in a note that was left out because of its classification."""
    row = await team_row(request)
    note = NoteId(str((await read_form(request)).get("note", "")))
    if not await request.app[ENGINE].write(partial(team_binder.put_in, binder=row, note=note)):
        raise NotFoundError("not_found")
    request[DETAILS] = {"notes": [note], "to": row.id}
    return led_to(f"{own_path(request, LinkPage.PEOPLE)}?done=put")


async def team_row(request: web.Request) -> BinderRow:
    """The team's classeur. Raises NotFoundError at any other one."""
    row = await row_of(request.app, binder_access(request).binder_id)
    if not row.is_team:
        raise NotFoundError("not_found")
    return row


async def _passphrase(request: web.Request) -> tuple[str, NewPassphrase | None]:
    """A new one to be said and what is kept of it; none where a provider signs in. Raises BusyError."""
    asked = request.app[TEAM]
    if not asked.passphrase_hash:
        return "", None
    said = new_passphrase()
    hash_ = await request.app[PASSWORDS].hashed(said, await asker_of(request))
    return said, NewPassphrase(proof=asked.proof, hash=hash_)


async def _asked(request: web.Request) -> tuple[Person, list[Person]]:
    """The member of the address, and the others. Raises NotFoundError, for oneself too: that is leaving."""
    list_of = partial(team.people, proof=request.app[TEAM].proof, now=now_ms())
    every = await request.app[ENGINE].read(list_of)
    member, device = _member(request), request[DEVICE]
    found = next((one for one in every if one.visitor == member and (one.is_member or one.manages)), None)
    if found is None or (device is not None and device.visitor == member):
        raise NotFoundError("not_found")
    return found, [one for one in every if one is not found]


def _member(request: web.Request) -> VisitorId:
    return VisitorId(request.match_info["member"])


def _is_namesake(person: Person, other: Person) -> bool:
    return bool(person.name) and other.is_member and other.name.casefold() == person.name.casefold()


def _found(db: Db, *, row: BinderRow, proof: str, now: int) -> _Found:
    people = team.people(db, proof=proof, now=now)
    gone = (one.visitor for one in people if not one.is_member)
    return _Found(
        people=tuple(people),
        knowing=frozenset(one for one in gone if team.opened(db, leaving.leaver(db, one).devices, row.id)),
        left_out=tuple(team.left_out(db)),
    )


def _readmit(db: Db, *, visitor: VisitorId) -> bool:
    of = members.persons(db, visitor)
    members.remove(db, of, None)
    return bool(of)


def _facts(request: web.Request, person: Person) -> dict[str, Any]:
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
