"""Editions of a pochette: a bound print that knows its number and the version of each of its notes."""

import json
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from typing import Any

from aiohttp import web

from crdt.title import title_of
from export.errors import BadCard, ExportError
from export.folder.folder import Folder
from export.note.card import Status
from server.clock import as_datetime, now_ms
from server.errors import NotFoundError
from server.folders.bindery import BINDERY
from server.folders.briefs import as_note, bound_as
from server.folders.folders import row_of
from server.folders.places import Place, known_as, places
from server.http.access import DEVICE, folder_access
from server.http.answer import led_to, wants_json
from server.http.body import read_form, read_json
from server.http.keys import ENGINE
from server.ids import EditionId, FolderId, LinkId, NoteId, VisitorId
from server.live.rooms import ROOMS
from server.paper.briefs import brief_of, this_minute
from server.paper.imprint import DRAFT, card_facts, card_of, code_url, facts_of, label_of
from server.paper.request import read_copy
from server.secrets.tokens import new_edition_id, new_version_id
from server.sending.events import HOOKS
from server.storage import Db, cards, editions, notes, versions
from server.storage.editions import Edition
from server.storage.folders import FolderRow
from server.storage.versions import Kind
from server.visitors.devices import new_visitor


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Whose copy it is, and by which link; `is_live`: each note as it is now, else as it was frozen last."""

    is_live: bool = True
    recipient: str = ""
    copy_number: int | None = None
    link: LinkId | None = None


async def get(request: web.Request) -> web.Response:
    """GET /p/{token}/editions: the latest first."""
    found = await request.app[ENGINE].read(partial(editions.in_folder, folder=folder_access(request).folder))
    return web.json_response({"editions": [_facts(request, edition) for edition in found]})


async def post(request: web.Request) -> web.Response:
    """POST /p/{token}/editions: print one, `copy` is that of the n-th recipient. A form is led to the PDF."""
    is_form = request.content_type != "application/json"
    said = await read_form(request) if is_form else await read_json(request, {"copy"})
    row = await row_of(request.app, folder_access(request).folder)
    edition = await take(request, row, _wish(row, said.get("copy", "")))
    facts = _facts(request, edition)
    if is_form and not wants_json(request):
        return led_to(facts["pdf"])
    return web.json_response(facts, status=web.HTTPCreated.status_code)


async def close(request: web.Request) -> web.Response:
    """POST /p/{token}/edition/{number}/close: the code on the cover answers no more."""
    folder, number = folder_access(request).folder, int(request.match_info["number"])
    await find(request, number)
    await request.app[ENGINE].write(partial(editions.close_in, folder=folder, number=number, at=now_ms()))
    return web.json_response(_facts(request, await find(request, number)))


async def find(request: web.Request, number: int) -> Edition:
    """An edition of the pochette that was asked for. Raises NotFoundError."""
    look = partial(editions.numbered_in, folder=folder_access(request).folder, number=number)
    edition = await request.app[ENGINE].read(look)
    if edition is None:
        raise NotFoundError("not_found")
    return edition


async def next_edition(request: web.Request, folder: FolderId) -> dict[str, Any]:
    """What the cover of the edition to come says of it, with a code that no sheet has."""
    found = await request.app[ENGINE].read(partial(editions.in_folder, folder=folder, most=1))
    number = found[0].number + 1 if found else 1
    return {"edition": number, "code": label_of(DRAFT), "url": code_url(request, DRAFT)}


async def take(request: web.Request, row: FolderRow, wish: Wish) -> Edition:
    """Write the row and print it; what cannot be printed is no edition. Raises ExportError."""
    app, device, access = request.app, request[DEVICE], folder_access(request)
    found = [(place, await app[ROOMS].markdown(place.item.note)) for place in await places(request)]
    at = round(this_minute().timestamp() * 1000)
    by = device.visitor if device else new_visitor()
    work = partial(_write, row=row, wish=wish, found=found, at=at, by=by)
    edition = await app[ENGINE].write(partial(work, id_=(id_ := new_edition_id())))
    try:
        await app[BINDERY].begin(await edition_folder(request, edition)).result()
    except (BadCard, ExportError):
        if edition.id == id_:
            await app[ENGINE].write(partial(editions.forget, edition=id_))
        raise
    if edition.id == id_:
        await app[HOOKS].edition(app[ENGINE], edition.number, access.target, at=now_ms(), by=by)
    assert edition.folder == access.folder, "it is written for the folder of the request"  # noqa: S101
    return edition


async def edition_folder(request: web.Request, edition: Edition) -> Folder:
    """What was printed, to be printed again."""
    row = FolderRow(**edition.card["folder"])
    known = {place.item.id: known_as(request, place) for place in await places(request)}
    bound = []
    for said in edition.card["notes"]:
        text = partial(_text, note=said["note"], number=said["version"])
        brief = await brief_of(
            request.app,
            said["note"],
            await request.app[ENGINE].read(text),
            card_of(said["card"]),
            authors=tuple(said["by"]),
            printed_at=as_datetime(said["changed_at"]).astimezone(),
        )
        bound.append(as_note(row, brief, colour=said["colour"], urls=known.get(said["item"], ())))
    return bound_as(
        request,
        row,
        bound,
        as_datetime(edition.printed_at).astimezone(),
        recipient=edition.recipient,
        copy=edition.options.get("copy_number") or 0,
        edition=edition.number,
        code=label_of(edition.id),
        url=code_url(request, edition.id, edition.generation),
    )


def _write(
    db: Db,
    *,
    id_: EditionId,
    row: FolderRow,
    wish: Wish,
    found: list[tuple[Place, str]],
    at: int,
    by: VisitorId,
) -> Edition:
    said = [_said(db, place, text, wish, at=at, by=by) for place, text in found]
    values = {name: getattr(row, name) for name in FolderRow.__slots__}
    edition = Edition(
        id=id_,
        folder=row.id,
        version=str(len(said)),
        printed_at=at,
        format=row.format,
        recipient=wish.recipient,
        options={"copy_number": wish.copy_number, "link": wish.link},
        card={"folder": values, "notes": said},
        markdown="",
    )
    same = editions.of_folder_link(db, row.id, wish.link) if wish.link else None
    if same is not None and (same.card, same.options) == (edition.card, edition.options):
        return same
    text_hash = sha256(json.dumps(said, sort_keys=True).encode()).digest()
    return editions.insert(db, edition, by=by, text_hash=text_hash)


def _said(db: Db, place: Place, text: str, wish: Wish, *, at: int, by: VisitorId) -> dict[str, Any]:
    """The note as it is printed: the version that was frozen, where that is asked for and there is one."""
    note, row, changed_at = place.item.note, cards.find(db, place.item.note), place.changed_at
    card, version = row.card, row.frozen
    if wish.is_live or version is None:
        version = versions.keep_once(db, note, new_version_id(), text, kind=Kind.PRINTED, at=at, by=by)
    else:
        text = versions.markdown(db, note, version.number) or ""
        card, changed_at = replace(card, status=Status.READY), version.at
    return {
        "item": place.item.id,
        "note": note,
        "colour": place.item.colour,
        "version": version.number,
        "title": title_of(text),
        "hash": version.text_hash.hex(),
        "changed_at": changed_at,
        "card": card_facts(card),
        "by": list(notes.authors(db, note)),
    }


def _text(db: Db, *, note: NoteId, number: int) -> str:
    return versions.markdown(db, note, number) or ""


def _wish(row: FolderRow, copy: object) -> Wish:
    names = row.recipients.splitlines()
    number = read_copy(copy, len(names))
    return Wish(recipient=names[number - 1], copy_number=number) if number else Wish()


def _facts(request: web.Request, edition: Edition) -> dict[str, Any]:
    return {
        **facts_of(request, edition),
        "notes": len(edition.card["notes"]),
        "pdf": f"/p/{request.match_info['token']}/edition/{edition.number}.pdf",
    }
