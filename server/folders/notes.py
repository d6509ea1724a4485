"""The notes of a pochette: how they come in, go out and change places, and how one is read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from aiohttp import web

from crdt.roles import Role
from export.errors import BadCard
from export.note.brief import Brief
from export.note.card import Card
from export.note.title import name_of
from server.clock import now_ms
from server.errors import BadInputError, NotFoundError
from server.folders import renewals
from server.folders.places import Place, address_of, address_to_share, links_of, place_with, places, places_of
from server.folders.rules import agenda
from server.http.access import LANG, folder_access
from server.http.answer import compressed, page
from server.http.body import read_json
from server.http.keys import CLOCK, ENGINE
from server.http.paths import own_path
from server.http.templates import PAGES
from server.ids import FolderId, ItemId, NoteId
from server.live.keys import ROOMS
from server.notes.images import shown
from server.paper.briefs import brief_of, live_words
from server.reading import said, telling
from server.reading.now import texts_now
from server.reading.page import look, reading
from server.rights.access import FolderAccess
from server.storage import Db, cards, folders, notes, readings
from server.storage.readings import Reader
from server.storage.rights import holding
from server.targets import FolderTarget
from server.text.paths import BASES, LinkPage, path_for

MOST_NOTES = 60


async def get(request: web.Request) -> web.Response:
    """GET /p/{token}/notes, with the agenda in the numbers of this list."""
    found = await facts(request)
    row = await request.app[ENGINE].read(partial(agenda.find, folder=folder_access(request).folder))
    lines = agenda.agenda_of(row, [note["id"] for note in found]) if row else []
    return web.json_response({"notes": found, "agenda": lines})


async def facts(request: web.Request) -> list[dict[str, Any]]:
    """The notes as JSON; editors of the pochette also get the withdrawn ones."""
    return await facts_in(request, folder_access(request), request.match_info["token"])


async def facts_in(request: web.Request, access: FolderAccess, token: str) -> list[dict[str, Any]]:
    """The same for an access that was found otherwise; `token` is that of its link."""
    found = await places_of(request.app, access)
    edits = access.role.allows(Role.EDIT)
    shown = (place for place in found if edits or not place.is_withdrawn)
    texts = await _texts(request.app, [place.item.note for place in found if not place.is_withdrawn])
    told = [await _facts(request, access, place, token, texts) for place in shown]
    if not edits:
        return told
    by_item = {place.item.id: place.item.note for place in found if not place.is_withdrawn}
    look = partial(_readers, folder=access.folder, notes=list(by_item.values()))
    readers = await request.app[ENGINE].read(look)
    return [one | {"read_by": telling.facts(readers, by_item.get(one["id"]))} for one in told]


async def put(request: web.Request) -> web.Response:
    """PUT /p/{token}/notes: another order."""
    asked = await read_json(request, {"order"})
    wanted = [ItemId(text) for text in read_texts(asked.get("order"), "order")]
    order = partial(_order, folder=folder_access(request).folder, wanted=wanted, at=now_ms())
    await request.app[ENGINE].write(order)
    return await get(request)


async def paint(request: web.Request) -> web.Response:
    """PUT /p/{token}/notes/{item}: another colour for its tab."""
    colour = (await read_json(request, {"colour"})).get("colour")
    if not isinstance(colour, int) or isinstance(colour, bool) or not 1 <= colour <= folders.COLOURS:
        expected = f"1–{folders.COLOURS}"
        raise BadInputError("bad_link", field="colour", expected=expected, pointer="/colour")
    await _change(request, partial(folders.paint, colour=colour))
    return await get(request)


async def delete(request: web.Request) -> web.Response:
    """DELETE /p/{token}/notes/{item}: take a note out; the note itself stays as it is."""
    await _change(request, folders.remove)
    return await get(request)


async def renew(request: web.Request) -> web.Response:
    """POST /p/{token}/notes/{item}/renew: show a note again whose links were renewed."""
    await renewals.renew(request, _item(request))
    return await get(request)


async def put_back(request: web.Request) -> web.Response:
    """POST /p/{token}/notes/{item}: undo its removal."""
    await _change(request, folders.put_back)
    return await get(request)


async def _change(request: web.Request, change: Callable[..., None]) -> None:
    """Change one note of the pochette. Raises NotFoundError for what is none of its notes."""
    folder, item = folder_access(request).folder, _item(request)

    def write(db: Db) -> None:
        if not folders.has(db, folder, item):
            raise NotFoundError("not_found")
        agenda.keep_numbers(db, folder)
        change(db, folder=folder, item=item, at=now_ms())

    await request.app[ENGINE].write(write)


def _order(db: Db, *, folder: FolderId, wanted: list[ItemId], at: int) -> None:
    agenda.keep_numbers(db, folder)
    folders.order(db, folder, wanted, at)


async def read(request: web.Request) -> web.Response:
    """GET /p/{token}/notes/{item}: one note in the reader, between its neighbours."""
    found = await places(request)
    at = place_with(found, _item(request))
    place, base = found[at], own_path(request)
    after = found[at + 1] if at + 1 < len(found) else None
    shown = await look(request.app, place.item.note, printed_at=request.app[CLOCK].at(place.changed_at))
    brief = shown.brief
    next_url = own_path(request, LinkPage.ITEM, item=after.item.id) if after else ""
    row = await request.app[ENGINE].read(partial(folders.find, folder=folder_access(request).folder))
    answer = page(
        request,
        "reader.html",
        facts={"note": place.item.note},
        title=brief.title,
        has_title=brief.has_title,
        **await reading(
            request,
            shown,
            base=request.path,
            url=own_path(request, LinkPage.ITEM_READ, item=place.item.id),
            next_url=next_url,
            numbers_paragraphs=row is not None and row.paragraph_numbers,
        ),
        minutes=brief.minutes,
        changed_at=request.app[CLOCK].at(place.changed_at),
        may_edit=place.may_edit,
        edit_url=f"{address_of(request, place)}?view=edit" if place.may_edit else "",
        print_url=own_path(request, LinkPage.BOUND),
        share_url=address_to_share(request, place),
        share_links=links_of(request, place) if place.may_edit and not place.may_manage else None,
        folder={
            "url": base,
            "number": at + 1,
            "count": len(found),
            "previous": own_path(request, LinkPage.ITEM, item=found[at - 1].item.id) if at else "",
            "next": next_url,
            "next_title": await _title(request, after) if after else "",
        },
    )
    return compressed(request, answer)


async def say(request: web.Request) -> web.Response:
    """POST /p/{token}/notes/{item}/read."""
    found = await places(request)
    place = found[place_with(found, _item(request))]
    back = own_path(request, LinkPage.ITEM, item=place.item.id)
    return await said.answer(request, place.item.note, back=back)


async def _title(request: web.Request, place: Place) -> str:
    title = name_of(await request.app[ROOMS].markdown(place.item.note))
    return title or request.app[PAGES].words[request[LANG]]("editor.untitled")


async def picture(request: web.Request) -> web.Response:
    """GET /p/{token}/notes/{item}/image/{id}: a picture of one note, for readers of the pochette."""
    found = await places(request)
    return await shown(request, found[place_with(found, _item(request))].item.note)


@dataclass(frozen=True, slots=True)
class _Texts:
    """What notes say, with their cards and their authors."""

    said: Mapping[NoteId, str]
    cards: Mapping[NoteId, Card]
    authors: Mapping[NoteId, tuple[str, ...]]


async def _texts(app: web.Application, found: Sequence[NoteId]) -> _Texts:
    return _Texts(await texts_now(app, found), *await app[ENGINE].read(partial(_cards, ids=found)))


def _cards(
    db: Db, *, ids: Sequence[NoteId]
) -> tuple[Mapping[NoteId, Card], Mapping[NoteId, tuple[str, ...]]]:
    return cards.of_notes(db, ids), notes.authors_of(db, ids)


async def _words(app: web.Application, place: Place, texts: _Texts) -> Brief:
    """Raises LoadError where the text cannot be read."""
    note, at = place.item.note, app[CLOCK].at(place.changed_at)
    if (text := texts.said.get(note)) is None:
        return await live_words(app, note, printed_at=at)
    card, authors = texts.cards[note], texts.authors[note]
    return replace(await brief_of(app, None, text, card, printed_at=at, authors=authors), origin="")


async def _facts(
    request: web.Request, access: FolderAccess, place: Place, token: str, texts: _Texts
) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": place.item.id,
        "note": place.item.note,
        "colour": place.item.colour,
        "status": place.status,
        "withdrawn": place.is_withdrawn,
        "read": path_for(BASES[FolderTarget] + LinkPage.ITEM, token=token, item=place.item.id),
        "archived": place.is_archived,
        "open": address_of(request, place),
    }
    if place.is_withdrawn:
        t = request.app[PAGES].words[request[LANG]]
        told |= {"title": t("folder.withdrawn"), "theme": "", "minutes": 0, "problem": ""}
        return told | await renewals.facts(request, access, place)
    try:
        brief = await _words(request.app, place, texts)
    except BadCard as error:
        t = request.app[PAGES].words[request[LANG]]
        return told | {
            "title": t("editor.untitled"),
            "theme": "",
            "minutes": 0,
            "problem": t(error.key, **error.params),
        }
    return told | {"title": brief.title, "theme": brief.theme, "minutes": brief.minutes, "problem": ""}


def read_texts(value: object, field: str) -> list[str]:
    """A list of texts, as many as a pochette has notes. Raises BadInputError."""
    if (
        not isinstance(value, list)
        or len(value) > MOST_NOTES
        or not all(isinstance(one, str) for one in value)
    ):
        raise BadInputError("bad_list", field=field, most=MOST_NOTES, pointer=f"/{field}")
    return value


def _readers(db: Db, *, folder: FolderId, notes: list[NoteId]) -> list[Reader]:
    """Who says to have read them, of those who came to the pochette or to the classeur that holds it."""
    holder = holding.kept_in(db, FolderTarget(folder))
    return readings.readers(db, notes, [folder, holder] if holder else [folder])


def _item(request: web.Request) -> ItemId:
    return ItemId(request.match_info["item"])
