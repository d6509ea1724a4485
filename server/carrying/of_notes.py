"""Pages of a note, and of a pochette with its notes."""

from collections.abc import Sequence
from functools import partial

from crdt.roles import Role
from server.carrying.pages import Page, PageKind, Pages
from server.carrying.taking import Taking
from server.errors import NotFoundError
from server.folders.folders import row_of
from server.folders.places import Place, places_of
from server.folders.whereabouts import whereabouts
from server.http.keys import ENGINE
from server.ids import NoteId
from server.links.handlers.target_name import name_of
from server.rights.access import Access, FolderAccess
from server.storage import Db, ways
from server.storage.carrying import Source
from server.storage.folders import FolderRow
from server.storage.ways import Way
from server.targets import FolderTarget
from server.text.paths import LinkPage, path_for


async def note_page(taking: Taking, note: NoteId) -> Pages:
    """The note in the reader. Raises NotFoundError where it went to the trash meanwhile."""
    found = (await taking.sources([note])).get(note)
    if found is None:
        raise NotFoundError("no_link")
    title = taking.title(found)
    return Pages(name=title, pages=[taking.page(PageKind.NOTE, taking.base, title, source=found)])


async def folder_pages(taking: Taking, access: FolderAccess, base: str) -> Pages:
    """The pochette as a list, then its notes in their order."""
    request = taking.request
    row = await row_of(request.app, access.folder)
    places = await places_of(request.app, access)
    found = await taking.sources([place.item.note for place in places])
    shown = [
        (place, source)
        for place in places
        if not place.is_withdrawn and (source := found.get(place.item.note)) is not None
    ]
    where = await whereabouts(request, access)
    notes = [(_place_parts(place), taking.around(source), source.parts) for place, source in shown]
    withdrawn = [_place_parts(place) for place in places if place.is_withdrawn]
    name = name_of(request, row)
    made_of = (name, row, access.role, where, notes, withdrawn)
    listed = taking.page(PageKind.FOLDER, base, name, *made_of)
    return Pages(
        name=name,
        pages=[listed, *(_item_page(taking, base, shown, at) for at in range(len(shown)))],
        is_classified=bool(row.classification),
    )


def _item_page(taking: Taking, base: str, shown: Sequence[tuple[Place, Source]], at: int) -> Page:
    place, source = shown[at]
    before = shown[at - 1][0].item.id if at else ""
    after, following = shown[at + 1] if at + 1 < len(shown) else (None, None)
    return taking.page(
        PageKind.NOTE,
        base + path_for(LinkPage.ITEM, item=place.item.id),
        taking.title(source),
        *(at, len(shown), before, after and after.item.id),
        following and (following.note, following.epoch, following.seq),
        _place_parts(place),
        source=source,
    )


def _place_parts(place: Place) -> tuple[object, ...]:
    """What pages say of a note in its place; times and counts of its links are not shown."""
    way = place.way_in
    return (
        *(place.item.id, place.item.colour, place.status, place.through),
        *(place.is_withdrawn, place.is_outdated, place.has_left, place.is_archived),
        (way.role, way.link and way.link.used) if way else None,
    )


async def access_at(taking: Taking, row: FolderRow) -> FolderAccess | None:
    """What the device may do at the own address of a pochette; None where it may not read it."""
    target = FolderTarget(row.id)
    look = partial(_way, taking=taking, target=target)
    way = await taking.request.app[ENGINE].read(look)
    if way is None:
        return None
    device, access = taking.device, taking.access
    return Access(
        link=way.used.link if way.used else None,
        target=target,
        role=way.role,
        device=device.id,
        visitor=device.visitor,
        name=device.name,
        colour=device.colour,
        generation=way.used.generation if way.used else 1,
        expires_at=way.expires_at,
        binder=way.binder,
        is_own=True,
        since=access.since,
    )


def _way(db: Db, *, taking: Taking, target: FolderTarget) -> Way | None:
    way = ways.strongest(db, taking.device.id, target, proof=taking.proof, now=taking.now)
    return way if way is not None and way.role.allows(Role.READ) else None
