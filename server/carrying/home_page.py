"""The home page of a device with rights beside the pages that it takes along."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from server.carrying.pages import Page, PageKind
from server.carrying.taking import Taking
from server.clock import TeamClock
from server.comments.for_me import count_new
from server.http.keys import CLOCK, ENGINE
from server.ids import NoteId
from server.storage import (
    Db,
    binder_folders,
    devices,
    folders,
    loss_notices,
    notes,
    recovery_codes,
    shelf,
)
from server.storage.rights import grants
from server.visitors import ends
from server.visitors.membership import is_member


class _Found(NamedTuple):
    """How many things are listed there, what is said of them, and the notes of which it tells."""

    things: int
    parts: tuple[object, ...]
    notes: Sequence[NoteId]


async def home_page(taking: Taking) -> list[Page]:
    """None where there is nothing else on it."""
    request, clock = taking.request, taking.request.app[CLOCK]
    look = partial(_look, taking=taking, today=clock.today(), since=clock.yesterday_ms())
    found = await request.app[ENGINE].read(look)
    if found.things < 2:
        return []
    sources = await taking.sources(found.notes)
    more = (await ends.told(request, taking.device), await is_member(request, taking.device))
    texts = [source.parts for source in sources.values()]
    made_of = (taking.today, found.parts, texts, more)
    return [taking.page(PageKind.HOME, "/", taking.words("home.title"), *made_of)]


def _look(db: Db, *, taking: Taking, today: date, since: int) -> _Found:
    device, clock = taking.device, taking.request.app[CLOCK]
    held = shelf.readable(db, device.id, proof=taking.proof, now=taking.now)
    ids = [one.row.id for one in held]
    contents = shelf.contents(db, ids, since=since, live={})
    loose = notes.openings(db, device.id, outside=ids)
    pochettes = folders.openings(db, device.id, outside=ids)
    days = [(id_, binder_folders.listed(db, id_, since=today.isoformat())) for id_ in ids]
    items = [binder_folders.items(db, id_, since=today.isoformat()) for id_ in ids]
    own_items = [folders.items(db, one.folder.id) for one in pochettes if one.folder.day >= today.isoformat()]
    own = devices.all_of(db, device.visitor)
    parts = (
        [(one.row, one.role) for one in held],
        [
            (id_, one.notes, one.themes, one.changed, _day(clock, one.changed_at))
            for id_, one in contents.items()
        ],
        shelf.over(db, device.id, reached=ids, now=taking.now),
        [(one.note, one.by, one.granted, clock.at(one.opened_at).date()) for one in loose],
        [(one.folder, one.notes, one.by, one.granted) for one in pochettes],
        (days, items, own_items),
        count_new(db, device.id, device.name, proof=taking.proof, now=taking.now),
        loss_notices.for_managers(db, own),
        any(grants.managed(db, own)) and recovery_codes.made_at(db, device.visitor) is None,
    )
    of_days = [item.note for of_binder in items for found in of_binder.values() for item, _, _ in found]
    named = {one.note for one in loose} | set(of_days) | {item.note for found in own_items for item in found}
    return _Found(len(held) + len(loose) + len(pochettes), parts, sorted(named))


def _day(clock: TeamClock, at: int | None) -> date | None:
    """Home says the day of it."""
    return None if at is None else clock.at(at).date()
