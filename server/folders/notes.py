"""The notes of a pochette: how they come in, go out and change places, and how one is read."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from aiohttp import web
from yarl import URL

from crdt.roles import Role
from crdt.title import title_of
from export.errors import BadCard
from export.note.brief import Brief
from server.clock import as_datetime, now_ms
from server.errors import BadInputError, ForbiddenError
from server.folders import renewals
from server.folders.places import Place, is_withdrawn, place_with, places, places_of
from server.http.access import FolderAccess, folder_access
from server.http.answer import compressed, page
from server.http.body import inside, read_json
from server.http.keys import ENGINE, SEAL
from server.http.paths import BASES, LinkPage, link_path, own_path, path_for
from server.http.templates import PAGES
from server.http.words import LANG
from server.ids import DeviceId, ItemId, LinkId, NoteId
from server.links.openings import way_to_read
from server.live.rooms import ROOMS
from server.notes.images import addressed, shown
from server.paper.briefs import live_words
from server.paper.press import PRESS
from server.secrets.tokens import Seal, link_of, new_item_id
from server.storage import Db, folders, links, notes, password_grants
from server.storage.links import Used
from server.targets import FolderTarget, NoteTarget

MOST_NOTES = 60


async def get(request: web.Request) -> web.Response:
    """GET /p/{token}/notes."""
    return web.json_response({"notes": await facts(request)})


async def facts(request: web.Request) -> list[dict[str, Any]]:
    """The notes as JSON; editors of the pochette also get the withdrawn ones."""
    return await facts_in(request, folder_access(request), request.match_info["token"])


async def facts_in(request: web.Request, access: FolderAccess, token: str) -> list[dict[str, Any]]:
    """The same for an access that was found otherwise; `token` is that of its link."""
    found = await places_of(request.app, access)
    edits = access.role.allows(Role.EDIT)
    shown = (place for place in found if edits or not place.is_withdrawn)
    return [await _facts(request, access, place, token) for place in shown]


async def post(request: web.Request) -> web.Response:
    """POST /p/{token}/notes: add notes, by their links or by what this device has opened."""
    asked = await read_json(request, {"links", "notes"})
    access = folder_access(request)
    tokens = _tokens(_texts(asked.get("links", []), "links"))
    ids = [NoteId(text) for text in _texts(asked.get("notes", []), "notes")]
    add = partial(_add, access=access, seal=request.app[SEAL], tokens=tokens, ids=ids, at=now_ms())
    await request.app[ENGINE].write(add)
    return await get(request)


async def put(request: web.Request) -> web.Response:
    """PUT /p/{token}/notes: another order."""
    asked = await read_json(request, {"order"})
    wanted = [ItemId(text) for text in _texts(asked.get("order"), "order")]
    order = partial(folders.order, folder=folder_access(request).folder, wanted=wanted, at=now_ms())
    await request.app[ENGINE].write(order)
    return await get(request)


async def paint(request: web.Request) -> web.Response:
    """PUT /p/{token}/notes/{item}: another colour for its tab."""
    colour = (await read_json(request, {"colour"})).get("colour")
    if not isinstance(colour, int) or isinstance(colour, bool) or not 1 <= colour <= folders.COLOURS:
        expected = f"1–{folders.COLOURS}"
        raise BadInputError("bad_link", field="colour", expected=expected, pointer="/colour")
    folder, item = folder_access(request).folder, _item(request)
    work = partial(folders.paint, folder=folder, item=item, colour=colour, at=now_ms())
    await request.app[ENGINE].write(work)
    return await get(request)


async def delete(request: web.Request) -> web.Response:
    """DELETE /p/{token}/notes/{item}: take a note out; the note itself stays as it is."""
    remove = partial(folders.remove, folder=folder_access(request).folder, item=_item(request), at=now_ms())
    await request.app[ENGINE].write(remove)
    return await get(request)


async def renew(request: web.Request) -> web.Response:
    """POST /p/{token}/notes/{item}/renew: show a note again whose links were renewed."""
    await renewals.renew(request, _item(request))
    return await get(request)


async def put_back(request: web.Request) -> web.Response:
    """POST /p/{token}/notes/{item}: undo its removal."""
    undo = partial(folders.put_back, folder=folder_access(request).folder, item=_item(request), at=now_ms())
    await request.app[ENGINE].write(undo)
    return await get(request)


async def choices(request: web.Request) -> web.Response:
    """GET /p/{token}/choices: the notes that this device has opened and that are not in the pochette."""
    access = folder_access(request)
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
    at = place_with(found, _item(request))
    place, base = found[at], own_path(request)
    after = found[at + 1] if at + 1 < len(found) else None
    brief = await _words(request.app, place)
    mine = place.way_in if place.way_in and place.way_in.role.allows(Role.EDIT) else None
    way = link_path(request.app[SEAL], mine) if mine else ""
    answer = page(
        request,
        "reader.html",
        facts={"note": place.item.note},
        title=brief.title,
        html=addressed(await request.app[PRESS].html(brief, folder_access(request).who), request.path),
        minutes=brief.minutes,
        changed_at=as_datetime(place.changed_at),
        may_edit=mine is not None,
        edit_url=f"{way}?view=edit",
        print_url=own_path(request, LinkPage.BOUND),
        share_url="",
        folder={
            "url": base,
            "number": at + 1,
            "count": len(found),
            "previous": own_path(request, LinkPage.ITEM, item=found[at - 1].item.id) if at else "",
            "next": own_path(request, LinkPage.ITEM, item=after.item.id) if after else "",
            "next_title": await _title(request, after) if after else "",
        },
    )
    return compressed(answer)


async def _title(request: web.Request, place: Place) -> str:
    title = title_of(await request.app[ROOMS].markdown(place.item.note))
    return title or request.app[PAGES].words[request[LANG]]("editor.untitled")


async def picture(request: web.Request) -> web.Response:
    """GET /p/{token}/notes/{item}/image/{id}: a picture of one note, for readers of the pochette."""
    found = await places(request)
    return await shown(request, found[place_with(found, _item(request))].item.note)


async def _words(app: web.Application, place: Place) -> Brief:
    at = as_datetime(place.changed_at).astimezone()
    return await live_words(app, place.item.note, printed_at=at)


async def _facts(request: web.Request, access: FolderAccess, place: Place, token: str) -> dict[str, Any]:
    way = place.way_in
    told: dict[str, Any] = {
        "id": place.item.id,
        "colour": place.item.colour,
        "status": place.status,
        "withdrawn": place.is_withdrawn,
        "read": path_for(BASES[FolderTarget] + LinkPage.ITEM, token=token, item=place.item.id),
        "open": link_path(request.app[SEAL], way) if way else None,
    }
    if place.is_withdrawn:
        t = request.app[PAGES].words[request[LANG]]
        told |= {"title": t("folder.withdrawn"), "theme": "", "minutes": 0, "problem": ""}
        return told | await renewals.facts(request, access, place)
    try:
        brief = await _words(request.app, place)
    except BadCard as error:
        t = request.app[PAGES].words[request[LANG]]
        return told | {
            "title": t("editor.untitled"),
            "theme": "",
            "minutes": 0,
            "problem": t(error.key, **error.params),
        }
    return told | {"title": brief.title, "theme": brief.theme, "minutes": brief.minutes, "problem": ""}


def _add(
    db: Db, *, access: FolderAccess, seal: Seal, tokens: Sequence[str], ids: Sequence[NoteId], at: int
) -> None:
    """Adding a note needs the right to read it. Raises ForbiddenError, BadInputError."""
    found = [_by_token(db, seal, token, access.device, at) for token in tokens]
    for note in ids:
        link = way_to_read(db, access.device, NoteTarget(note), at) if access.device else None
        if link is None:
            raise ForbiddenError("not_readable")
        found.append((note, link.used))
    if len(folders.items(db, access.folder)) + len(found) > MOST_NOTES:
        raise BadInputError("full_folder", most=MOST_NOTES)
    for note, used in found:
        folders.add(db, access.folder, new_item_id(), note, used=used, by=access.device, at=at)


def _by_token(db: Db, seal: Seal, token: str, device: DeviceId | None, now: int) -> tuple[NoteId, Used]:
    id_ = link_of(token)
    link = links.find(db, LinkId(id_)) if id_ else None
    is_right = id_ is not None and link is not None and seal.opens(token, id_, link.generation)
    if (
        link is None
        or not isinstance(link.target, NoteTarget)
        or not is_right
        or not password_grants.opens(db, link, device, link.generation, now)
        or not link.role.allows(Role.READ)
    ):
        raise ForbiddenError("not_readable")
    return link.target.id, link.used


def _choices(db: Db, *, access: FolderAccess, now: int) -> list[notes.Opening]:
    if access.device is None:
        return []
    found = folders.items(db, access.folder)
    there = {item.note for item in found if not is_withdrawn(db, item, now)}
    return [
        opening
        for opening in notes.openings(db, access.device)
        if opening.note not in there and way_to_read(db, access.device, NoteTarget(opening.note), now)
    ]


def _tokens(addresses: Sequence[str]) -> list[str]:
    tokens = []
    for number, address in enumerate(addresses):
        with inside("links"), inside(number):
            tokens.append(_token(address))
    return tokens


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
        raise BadInputError("bad_list", field=field, most=MOST_NOTES, pointer=f"/{field}")
    return value


def _item(request: web.Request) -> ItemId:
    return ItemId(request.match_info["item"])
