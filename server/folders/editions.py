"""Editions of a pochette: a bound print that knows its number and the version of each of its notes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from typing import Any

from aiohttp import web

from crdt.roles import Role
from export.errors import BadCard, ExportError
from export.folder.folder import Folder
from export.note.card import Status
from export.note.title import name_of
from server.clock import now_ms
from server.folders import since
from server.folders.bindery import Bound, bind
from server.folders.briefs import as_note, bound_as
from server.folders.folders import keep_pages, row_of, title_of_file
from server.folders.places import Place, known_as, places
from server.folders.rules.agenda import agenda_of
from server.http.access import folder_access
from server.http.keys import CLOCK, ENGINE
from server.http.paths import public_origin
from server.ids import EditionId, LinkId, NoteId, VisitorId
from server.live.keys import ROOMS
from server.paper.briefs import brief_of, this_minute_ms
from server.paper.edition_pages import PrintedEdition, Printer
from server.paper.imprint import DRAFT, card_facts, card_of, code_url, label_of
from server.paper.request import read_copy
from server.secrets.tokens import new_edition_id, new_version_id
from server.sending.events import HOOKS
from server.storage import Db, cards, edition_words, editions, notes, versions
from server.storage.edition_words import Stretch
from server.storage.editions import Edition
from server.storage.folders import FolderRow
from server.storage.print_links import PrintLink, Source
from server.storage.versions import Kind
from server.targets import FolderTarget


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderPrintRequest:
    """Whose copy it is, and by which link; `is_live`: each note as it is now, else as it was frozen last."""

    is_live: bool = True
    recipient: str = ""
    copy_number: int | None = None
    link: LinkId | None = None


# What makes two prints of one link the same; whatever the page in front says follows from the earlier one.
_ASKED = ("copy_number", "link")


class FolderPrinter(Printer):
    """Prints pochettes."""

    fields = frozenset({"copy"})

    async def take(self, request: web.Request, fields: Mapping[str, object]) -> Edition:
        """`copy` is that of the n-th recipient."""
        row = await row_of(request.app, folder_access(request).folder)
        return await take(request, row, of_recipient(row, fields.get("copy", "")))

    async def take_copy(self, request: web.Request, prints: PrintLink) -> Edition:
        row = await row_of(request.app, folder_access(request).folder)
        asked = FolderPrintRequest(
            is_live=prints.source is Source.LIVE,
            recipient=prints.recipient,
            copy_number=prints.copy_number,
            link=prints.link,
        )
        return await take(request, row, asked)

    async def sheet(self, request: web.Request, edition: Edition) -> PrintedEdition:
        row = await row_of(request.app, folder_access(request).folder)
        whole = await (await bind(request, await edition_folder(request, edition))).result()
        return PrintedEdition(pdf=whole.pdf, title=title_of_file(row, str(edition.number), edition.recipient))

    def facts(self, edition: Edition) -> dict[str, Any]:
        return {"notes": len(edition.card["notes"])}


async def next_edition(request: web.Request, row: FolderRow) -> dict[str, Any]:
    """What the cover of the edition to come says of it, with a code that no sheet has."""
    found = await request.app[ENGINE].read(partial(editions.of_target, target=FolderTarget(row.id), most=1))
    number = found[0].number + 1 if found else 1
    codes = _codes(request, row, DRAFT)
    return {"edition": number, "code": label_of(DRAFT), **codes}


def _codes(request: web.Request, row: FolderRow, edition: EditionId, generation: int = 1) -> dict[str, str]:
    """Where its codes lead, as fields of a folder; nowhere for a pochette without."""
    if not row.code:
        return {}
    codes = code_url(request, edition, generation)
    return {"url": f"{codes}/1", "pages_url": codes}


async def take(request: web.Request, row: FolderRow, asked: FolderPrintRequest) -> Edition:
    """Write the row and print it; what cannot be printed is no edition. Raises ExportError."""
    app, access = request.app, folder_access(request)
    found = [(place, await app[ROOMS].markdown(place.item.note)) for place in await places(request)]
    at = this_minute_ms()
    whose = since.Asked(
        recipient=asked.recipient, device=access.device, link=asked.link, proof=since.proof_of(app)
    )
    work = partial(_write, row=row, asked=asked, whose=whose, found=found, at=at, by=access.visitor)
    edition = await app[ENGINE].write(partial(work, id_=(id_ := new_edition_id())))
    try:
        whole = await (await bind(request, await edition_folder(request, edition))).result()
    except (BadCard, ExportError):
        if edition.id == id_:
            await app[ENGINE].write(partial(editions.forget, edition=id_))
        raise
    await keep_pages(app, row.id, whole.numbers.total)
    if edition.id == id_:
        await app[ENGINE].write(
            partial(edition_words.keep, edition=id_, stretches=_stretches(edition, whole))
        )
        await app[HOOKS].edition(app[ENGINE], edition.number, access.target, at=now_ms(), by=access.visitor)
    return edition


def _stretches(edition: Edition, whole: Bound) -> list[Stretch]:
    """Which pages each note has in the pochette."""
    found = zip(edition.card["notes"], whole.numbers.starts, whole.pages, whole.words, strict=True)
    return [
        Stretch(item=said["item"], first_page=start, pages=pages, boxes=words)
        for said, start, pages, words in found
    ]


async def edition_folder(request: web.Request, edition: Edition) -> Folder:
    """What was printed, to be printed again."""
    row = FolderRow(**edition.card["folder"])
    known = {place.item.id: known_as(request, place) for place in await places(request)}
    bound, texts = [], []
    for said in edition.card["notes"]:
        text = await request.app[ENGINE].read(partial(_text, note=said["note"], number=said["version"]))
        texts.append((NoteId(said["note"]), text))
        brief = await brief_of(
            request.app,
            said["note"],
            text,
            card_of(said["card"]),
            authors=tuple(said["by"]),
            printed_at=request.app[CLOCK].at(said["changed_at"]),
            origin=public_origin(request),
        )
        bound.append(as_note(row, brief, colour=said["colour"], urls=known.get(said["item"], ())))
    return bound_as(
        request,
        row,
        bound,
        request.app[CLOCK].at(edition.printed_at),
        agenda=tuple(agenda_of(row, [said["item"] for said in edition.card["notes"]])),
        recipient=edition.recipient,
        copy=edition.options.get("copy_number") or 0,
        edition=edition.number,
        code=label_of(edition.id),
        **_codes(request, row, edition.id, edition.generation),
        earlier=await since.told(request.app, edition.options.get("since"), texts),
        has_sources=folder_access(request).role.allows(Role.READ),
    )


def _write(
    db: Db,
    *,
    id_: EditionId,
    row: FolderRow,
    asked: FolderPrintRequest,
    whose: since.Asked,
    found: list[tuple[Place, str]],
    at: int,
    by: VisitorId,
) -> Edition:
    said = [_said(db, place, text, asked, at=at, by=by) for place, text in found]
    values = {name: getattr(row, name) for name in FolderRow.__slots__}
    edition = Edition(
        id=id_,
        target=FolderTarget(row.id),
        version=str(len(said)),
        printed_at=at,
        format=row.format,
        recipient=asked.recipient,
        options={"copy_number": asked.copy_number, "link": asked.link},
        card={"folder": values, "notes": said},
        markdown="",
    )
    same = editions.of_link(db, edition.target, asked.link) if asked.link else None
    if same is not None and same.card == edition.card and _asked(same) == _asked(edition):
        return same
    notes_now = {NoteId(one["note"]): one["hash"] for one in said}
    before = since.find(db, row=row, asked=whose, notes=notes_now, now=now_ms())
    if before is not None:
        edition = replace(edition, options={**edition.options, "since": before})
    text_hash = sha256(json.dumps(said, sort_keys=True).encode()).digest()
    return editions.insert(db, edition, by=by, text_hash=text_hash)


def _asked(edition: Edition) -> list[Any]:
    return [edition.options.get(name) for name in _ASKED]


def _said(
    db: Db, place: Place, text: str, asked: FolderPrintRequest, *, at: int, by: VisitorId
) -> dict[str, Any]:
    """The note as it is printed: the version that was frozen, where that is asked for and there is one."""
    note, row, changed_at = place.item.note, cards.find(db, place.item.note), place.changed_at
    card, version = row.card, row.frozen
    if asked.is_live or version is None:
        version = versions.keep_once(db, note, new_version_id(), text, kind=Kind.PRINTED, at=at, by=by)
    else:
        text = versions.markdown(db, note, version.number) or ""
        card, changed_at = replace(card, status=Status.READY), version.at
    return {
        "item": place.item.id,
        "note": note,
        "colour": place.item.colour,
        "version": version.number,
        "title": name_of(text),
        "hash": version.text_hash.hex(),
        "changed_at": changed_at,
        "card": card_facts(card),
        "by": list(notes.authors(db, note)),
    }


def _text(db: Db, *, note: NoteId, number: int) -> str:
    return versions.markdown(db, note, number) or ""


def of_recipient(row: FolderRow, copy: object) -> FolderPrintRequest:
    """The copy of the n-th recipient; nobody's where no number is said. Raises BadInputError."""
    names = row.recipients.splitlines()
    number = read_copy(copy, len(names))
    if number is None:
        return FolderPrintRequest()
    return FolderPrintRequest(recipient=names[number - 1], copy_number=number)
