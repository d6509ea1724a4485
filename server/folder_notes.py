"""The notes of a pochette: how they come in, go out and change places, and how one is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from aiohttp import web
from yarl import URL

from crdt.roles import Role
from crdt.title import title_of
from export.brief import Brief
from export.errors import BadCard
from server.answer import page
from server.briefs import live_brief
from server.clock import as_datetime, now_ms
from server.errors import BadInputError, ForbiddenError, NotFoundError
from server.keys import ENGINE, FOLDER_ACCESS, LANG, PAGES, PRESS, ROOMS, SEAL, FolderAccess
from server.links import first_open, path_of, public_origin
from server.parcel import read_json
from server.storage import Db, DeviceId, ItemId, LinkId, NoteId, cards, folders, links, notes
from server.storage.folders import Item
from server.storage.links import Link
from server.tokens import Seal, link_of, new_item_id

MOST_NOTES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A note in a pochette: its text with its card, and the links by which it is known and opened."""

    item: Item
    changed_at: int
    status: str
    links: tuple[Link, ...]
    way_in: Link | None


async def places(request: web.Request) -> list[Place]:
    """The notes of the pochette that was asked for, in order."""
    access = request[FOLDER_ACCESS]
    return await request.app[ENGINE].read(partial(_places, access=access, now=now_ms()))


async def get(request: web.Request) -> web.Response:
    """GET /p/{token}/notes."""
    return web.json_response({"notes": await facts(request)})


async def facts(request: web.Request) -> list[dict[str, Any]]:
    """As pages and programs read the notes."""
    return [await _facts(request, place) for place in await places(request)]


async def post(request: web.Request) -> web.Response:
    """POST /p/{token}/notes: add notes, by their links or by what this device has opened."""
    wish = await read_json(request, {"links", "notes"})
    access = request[FOLDER_ACCESS]
    tokens = [_token(text) for text in _texts(wish.get("links", []), "links")]
    ids = [NoteId(text) for text in _texts(wish.get("notes", []), "notes")]
    add = partial(_add, access=access, seal=request.app[SEAL], tokens=tokens, ids=ids, at=now_ms())
    await request.app[ENGINE].write(add)
    return await get(request)


async def put(request: web.Request) -> web.Response:
    """PUT /p/{token}/notes: another order."""
    wish = await read_json(request, {"order"})
    wanted = [ItemId(text) for text in _texts(wish.get("order"), "order")]
    order = partial(folders.order, folder=request[FOLDER_ACCESS].folder, wanted=wanted, at=now_ms())
    await request.app[ENGINE].write(order)
    return await get(request)


async def delete(request: web.Request) -> web.Response:
    """DELETE /p/{token}/notes/{item}: take a note out; the note itself stays as it is."""
    remove = partial(folders.remove, folder=request[FOLDER_ACCESS].folder, item=_item(request), at=now_ms())
    await request.app[ENGINE].write(remove)
    return await get(request)


async def choices(request: web.Request) -> web.Response:
    """GET /p/{token}/choices: the notes that this device has opened and that are not in the pochette."""
    access = request[FOLDER_ACCESS]
    found = await request.app[ENGINE].read(partial(_choices, access=access, now=now_ms()))
    untitled = request.app[PAGES].words[request[LANG]]("editor.untitled")
    listed = [
        {"note": one.note, "title": one.title or untitled, "opened": as_datetime(one.opened_at).isoformat()}
        for one in found
    ]
    return web.json_response({"notes": listed})


async def read(request: web.Request) -> web.Response:
    """GET /p/{token}/notes/{item}: one note in the reader, between its neighbours."""
    found = await places(request)
    at = next((number for number, place in enumerate(found) if place.item.id == _item(request)), None)
    if at is None:
        raise NotFoundError("no_link")
    place, base = found[at], f"/p/{request.match_info['token']}"
    after = found[at + 1] if at + 1 < len(found) else None
    brief = await brief_at(request.app, place)
    mine = place.way_in if place.way_in and place.way_in.role.allows(Role.EDIT) else None
    way = path_of(request.app[SEAL], mine.id, mine.generation) if mine else ""
    return page(
        request,
        "reader.html",
        facts={"note": place.item.note},
        title=brief.title,
        html=await request.app[PRESS].html(brief, request[FOLDER_ACCESS].who),
        minutes=brief.minutes,
        changed_at=as_datetime(place.changed_at),
        may_edit=mine is not None,
        edit_url=f"{way}?view=edit",
        pdf_url=f"{base}/pochette.pdf",
        share_url="",
        folder={
            "url": base,
            "number": at + 1,
            "count": len(found),
            "previous": f"{base}/notes/{found[at - 1].item.id}" if at else "",
            "next": f"{base}/notes/{after.item.id}" if after else "",
            "next_title": await _title(request, after) if after else "",
        },
    )


async def _title(request: web.Request, place: Place) -> str:
    title = title_of(await request.app[ROOMS].markdown(place.item.note))
    return title or request.app[PAGES].words[request[LANG]]("editor.untitled")


async def brief_at(app: web.Application, place: Place) -> Brief:
    """The note as it is on disk now, dated by its last change: until the next it prints the same."""
    return await live_brief(app, place.item.note, printed_at=as_datetime(place.changed_at).astimezone())


def known_as(request: web.Request, place: Place) -> tuple[str, ...]:
    """The addresses by which other notes may name this one."""
    seal, origin = request.app[SEAL], public_origin(request)
    return tuple(origin + path_of(seal, link.id, link.generation) for link in place.links)


async def _facts(request: web.Request, place: Place) -> dict[str, Any]:
    way = place.way_in
    told: dict[str, Any] = {
        "id": place.item.id,
        "colour": place.item.colour,
        "status": place.status,
        "read": f"/p/{request.match_info['token']}/notes/{place.item.id}",
        "open": path_of(request.app[SEAL], way.id, way.generation) if way else None,
    }
    try:
        brief = await brief_at(request.app, place)
    except BadCard as error:
        t = request.app[PAGES].words[request[LANG]]
        return told | {
            "title": t("editor.untitled"),
            "theme": "",
            "minutes": 0,
            "problem": t(error.key, **error.params),
        }
    return told | {"title": brief.title, "theme": brief.theme, "minutes": brief.minutes, "problem": ""}


def _places(db: Db, *, access: FolderAccess, now: int) -> list[Place]:
    return [place for item in folders.items(db, access.folder) if (place := _place(db, item, access, now))]


def _place(db: Db, item: Item, access: FolderAccess, now: int) -> Place | None:
    row = notes.find(db, item.note)
    if row is None:
        return None
    open_links = tuple(link for link in links.of_note(db, item.note) if link.is_open(now))
    return Place(
        item=item,
        changed_at=row.changed_at,
        status=cards.status(db, item.note).value,
        links=open_links,
        way_in=_way_in(db, access.device, item.note, now) if access.device else None,
    )


def _way_in(db: Db, device: DeviceId, note: NoteId, now: int) -> Link | None:
    """The link of this device's own by which it reads the note, or writes in it where it may."""
    if links.granted(db, device, note) and (link := first_open(links.of_note(db, note), Role.EDIT, now)):
        return link
    used = notes.opened_by(db, device, note)
    link = links.find(db, used) if used else None
    return link if link and link.is_open(now) and link.role.allows(Role.READ) else None


def _add(
    db: Db, *, access: FolderAccess, seal: Seal, tokens: Sequence[str], ids: Sequence[NoteId], at: int
) -> None:
    """Whoever adds a note must be able to read it. Raises ForbiddenError, BadInputError."""
    found = [_by_token(db, seal, token, at) for token in tokens]
    for note in ids:
        if access.device is None or _way_in(db, access.device, note, at) is None:
            raise ForbiddenError("not_readable")
        found.append(note)
    if len(folders.items(db, access.folder)) + len(found) > MOST_NOTES:
        raise BadInputError("too_many_notes", most=MOST_NOTES)
    for note in found:
        folders.add(db, access.folder, new_item_id(), note, by=access.device, at=at)


def _by_token(db: Db, seal: Seal, token: str, now: int) -> NoteId:
    id_ = link_of(token)
    link = links.find(db, LinkId(id_)) if id_ else None
    is_right = id_ is not None and link is not None and seal.opens(token, id_, link.generation)
    if (
        link is None
        or link.note is None
        or not is_right
        or not link.is_open(now)
        or not link.role.allows(Role.READ)
    ):
        raise ForbiddenError("not_readable")
    return link.note


def _choices(db: Db, *, access: FolderAccess, now: int) -> list[notes.Opening]:
    if access.device is None:
        return []
    there = {item.note for item in folders.items(db, access.folder)}
    return [
        opening
        for opening in notes.openings(db, access.device)
        if opening.note not in there and _way_in(db, access.device, opening.note, now)
    ]


def _token(text: str) -> str:
    """The secret part of a link as people paste it: the whole address, or what follows `/n/`."""
    try:
        parts = URL(text.strip()).path.strip("/").split("/")
    except ValueError:
        raise BadInputError("bad_note_link") from None
    token = parts[1] if len(parts) > 1 and parts[0] == "n" else ""
    if link_of(token) is None:
        raise BadInputError("bad_note_link")
    return token


def _texts(value: object, field: str) -> list[str]:
    if (
        not isinstance(value, list)
        or len(value) > MOST_NOTES
        or not all(isinstance(one, str) for one in value)
    ):
        raise BadInputError("bad_list", field=field, most=MOST_NOTES)
    return value


def _item(request: web.Request) -> ItemId:
    return ItemId(request.match_info["item"])
