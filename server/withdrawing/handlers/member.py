"""GET and POST /c/{token}/people/{member}: a member of the team is removed, with what they could keep."""

from functools import partial

from aiohttp import web

from server.binders.handlers.team_pages import member_of, person_facts, team_row
from server.binders.rules import member_end
from server.clock import now_ms
from server.errors import NotFoundError
from server.http.access import DEVICE, LANG, binder_access
from server.http.audit_rows import recorded
from server.http.keys import ENGINE, PASSWORDS
from server.http.paths import own_path
from server.http.templates import PAGES
from server.links.handlers.ending_words import sentences
from server.links.rules import ending
from server.live.keys import ROOMS
from server.mail import renewals as mail_renewals
from server.storage import team
from server.storage.team import Person
from server.visitors.askers import asker_of
from server.visitors.freeze import unfrozen
from server.visitors.leaving import NewPassphrase
from server.visitors.own_pages import own_page
from server.visitors.team import TEAM
from server.visitors.team_passphrase import new_passphrase
from server.withdrawing.rules import member as rules


async def ask(request: web.Request) -> web.Response:
    """GET /c/{token}/people/{member}: what removing somebody ends, before it is done."""
    row = await team_row(request)
    person, others = await _asked(request)
    of = member_end.ended(row.id, person.visitor, by=None, proof=request.app[TEAM].proof)
    does = await request.app[ENGINE].read(partial(ending.find, of=of, now=now_ms()))
    t = request.app[PAGES].words[request[LANG]]
    return own_page(
        request,
        "person-remove.html",
        base=own_path(request),
        person=person_facts(request, person),
        namesakes=sum(_is_namesake(person, one) for one in others),
        changes=bool(request.app[TEAM].passphrase_hash),
        says=list(sentences(t, does, person.name or t("people.nameless"), with_rest=False)),
        mailed_to=does.mailed_to,
    )


async def remove(request: web.Request) -> web.Response:
    """POST /c/{token}/people/{member}: no member any more, at once; another passphrase is shown, once."""
    row = await team_row(request)
    engine, device = request.app[ENGINE], request[DEVICE]
    await unfrozen(engine, binder_access(request).target)
    person, _ = await _asked(request)
    said, new = await _passphrase(request)
    by, proof = device.id if device else None, request.app[TEAM].proof
    of = member_end.ended(row.id, person.visitor, by=by, proof=proof)
    done = await rules.remove(engine, request.app[ROOMS].guests, of, new=new)
    await mail_renewals.send_now(request, done.result.does.mailed)
    known = await engine.read(partial(team.opened, by=done.result.devices, binder=row.id))
    recorded(request, done)
    return own_page(
        request,
        "person-removed.html",
        base=own_path(request),
        person=person_facts(request, person),
        passphrase=said,
        known=len(known),
    )


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
    member, device = member_of(request), request[DEVICE]
    found = next((one for one in every if one.visitor == member and (one.is_member or one.manages)), None)
    if found is None or (device is not None and device.visitor == member):
        raise NotFoundError("not_found")
    return found, [one for one in every if one is not found]


def _is_namesake(person: Person, other: Person) -> bool:
    return bool(person.name) and other.is_member and other.name.casefold() == person.name.casefold()
