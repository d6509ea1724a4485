"""What every page of a classeur shows around its content: bar, rail, what this device may do, foot."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from aiohttp import web

from crdt.roles import Role
from export.languages.folding import sort_key
from server.binders.handlers import changes
from server.binders.rules.list_query import ListQuery, View
from server.binders.rules.themes import tab_colours
from server.clock import now_ms
from server.comments.for_me import count_new
from server.errors import NotFoundError
from server.http.access import binder_access
from server.http.answer import page
from server.http.keys import ENGINE
from server.http.paths import own_path
from server.ids import DeviceId
from server.links.rules.people import news_of
from server.rights.access import BinderAccess
from server.storage import Db, binder_list, binders, ways
from server.storage.binder_list import Counts
from server.storage.binders import BinderRow
from server.storage.rights import links
from server.targets import BinderTarget
from server.text.paths import LinkPage, target_path
from server.visitors.may_mail import may_mail
from server.visitors.team import TEAM


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """`stronger` is what this device may do beyond the address by which it came, None where nothing.

    `people` and `links` are None for who may not edit. `news`: arrivals and requests, for who manages.
    `for_me`: comments for this visitor, here and elsewhere, which they have not seen.
    """

    row: BinderRow
    counts: Counts
    themes: Mapping[str, int]
    others: tuple[BinderRow, ...]
    stronger: Role | None
    people: int | None
    links: int | None
    news: int
    for_me: int


async def framed(
    request: web.Request,
    template: str,
    *,
    here: str,
    facts: Mapping[str, object] | None = None,
    unread: int | None = None,
    **context: Any,
) -> web.Response:
    """A page that extends binder-frame.html; `here`: its line in the rail; `facts`: for its script.

    `unread`: how many notes are news to who only reads, where the page knows it already.
    """
    access = binder_access(request)
    found = await frame_of(request, access)
    if unread is None and access.role is Role.READ:
        unread = await changes.count(request)
    told = await frame_facts(request, access, found) | dict(facts or {})
    answer = page(
        request,
        template,
        facts=told,
        here=here,
        frame=_shown(request, access, found) | {"unread": unread or 0},
        **{"day": None} | context,
    )
    # Its forms must tell an origin, which a page without any referrer does not.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


async def frame_of(request: web.Request, access: BinderAccess) -> Frame:
    """Raises NotFoundError for a classeur that is gone."""
    look = partial(_look, access=access, proof=request.app[TEAM].proof, now=now_ms())
    found = await request.app[ENGINE].read(look)
    if found is None:
        raise NotFoundError("no_link")
    return found


async def frame_facts(request: web.Request, access: BinderAccess, frame: Frame) -> dict[str, object]:
    """What the script of any page of a classeur reads."""
    return {
        "binder": access.binder_id,
        "name": frame.row.name,
        "role": access.role.value,
        "base": own_path(request),
        "others": _named(frame.others),
        "linksAt": own_path(request, LinkPage.LINKS),
        "mails": await may_mail(request),
    }


def _shown(request: web.Request, access: BinderAccess, frame: Frame) -> dict[str, object]:
    base = own_path(request)
    colours = tab_colours(frame.themes)
    return {
        "base": base,
        "name": frame.row.name,
        "role": access.role.value,
        "notes_url": ListQuery(names_view=access.role is Role.READ).path(base),
        "today_url": f"{base}?view={View.TODAY.value}",
        "reads": access.role is Role.READ,
        "edits": access.role.allows(Role.EDIT),
        "manages": access.role.allows(Role.MANAGE),
        "is_team": frame.row.is_team,
        "comments": access.role.allows(Role.COMMENT),
        "counts": frame.counts,
        "themes": [
            {
                "name": name,
                "count": frame.themes[name],
                "colour": colour,
                "url": ListQuery(theme=name).path(base),
            }
            for name, colour in colours.items()
        ],
        "others": _named(frame.others),
        "stronger": frame.stronger and frame.stronger.value,
        "own": target_path(BinderTarget(access.binder_id)),
        "people": frame.people,
        "links": frame.links,
        "news": frame.news,
        "for_me": frame.for_me,
    }


def _named(binders: tuple[BinderRow, ...]) -> list[dict[str, str]]:
    return [{"name": one.name, "url": target_path(BinderTarget(one.id))} for one in binders]


def _look(db: Db, *, access: BinderAccess, proof: str, now: int) -> Frame | None:
    row = binders.find(db, access.binder_id)
    if row is None:
        return None
    device, is_editor = access.device, access.role.allows(Role.EDIT)
    here = ways.strongest(db, device, access.target, proof=proof, now=now) if device else None
    open_links = (
        [link for link in links.of_target(db, access.target) if link.is_open(now)] if is_editor else []
    )
    return Frame(
        row=row,
        counts=binder_list.counts(db, row.id),
        themes=binder_list.themes(db, row.id),
        others=_others(db, device, row, proof, now) if device else (),
        stronger=here.role if here and not access.role.allows(here.role) else None,
        people=len(binders.people(db, row.id, proof=proof, now=now)) if is_editor else None,
        links=len(open_links) if is_editor else None,
        news=news_of(db, access),
        for_me=count_new(db, device, access.name, proof=proof, now=now) if device else 0,
    )


def _others(db: Db, device: DeviceId, here: BinderRow, proof: str, now: int) -> tuple[BinderRow, ...]:
    """The other classeurs that this device may read, in the order of the alphabet."""
    known = {opening.binder.id: opening.binder for opening in binders.openings(db, device)}
    team = binders.of_team(db)
    if team is not None and team.trashed_at is None:
        known[team.id] = team
    may = [
        row
        for row in known.values()
        if row.id != here.id and ways.strongest(db, device, BinderTarget(row.id), proof=proof, now=now)
    ]
    return tuple(sorted(may, key=lambda row: sort_key(row.name)))
