"""Editions of a note: a print that knows its number and its text, the same again, and the next one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeAlias

from aiohttp import web

from crdt.roles import Role
from export.errors import ExportError
from export.note.brief import Brief
from export.note.card import Status
from export.note.comments import facts as told
from export.note.comments import read_facts
from export.note.formats import Format
from export.paper.word_boxes import pages_in
from server.clock import now_ms
from server.comments.comments import beside, threads_of
from server.errors import BadInputError
from server.http.access import ACCESS, note_access
from server.http.keys import CLOCK, ENGINE
from server.http.paths import public_origin
from server.ids import EditionId, NoteId
from server.live.keys import ROOMS
from server.paper.briefs import brief_of, this_minute_ms
from server.paper.edition_pages import PrintedEdition, Printer
from server.paper.imprint import DRAFT, card_facts, card_of, code_url, label_of
from server.paper.layout import read_setting, setting_of
from server.paper.press import PRESS
from server.paper.reader_zone import in_zone, zone_to_name
from server.paper.request import FIELDS, PrintRequest, read_print_request
from server.rights.access import NoteAccess
from server.secrets.tokens import new_edition_id, new_version_id
from server.sending.events import HOOKS
from server.storage import Db, cards, edition_words, editions, notes, versions
from server.storage.edition_words import Stretch
from server.storage.editions import Edition
from server.storage.print_links import PrintLink, Source
from server.storage.versions import Kind, VersionRow
from server.visitors.askers import asker_of

# What was said beside the text that is printed, as an edition keeps it.
Said: TypeAlias = list[dict[str, Any]]


class NotePrinter(Printer):
    """Prints notes."""

    fields = FIELDS

    async def take(self, request: web.Request, fields: Mapping[str, object]) -> Edition:
        return await take(request, note_access(request), read_print_request(fields))

    async def take_copy(self, request: web.Request, prints: PrintLink) -> Edition:
        asked = PrintRequest(
            is_live=prints.source is Source.LIVE,
            format=prints.format,
            recipient=prints.recipient,
            is_marked=bool(prints.recipient),
            copy_number=prints.copy_number,
            setting=setting_of(prints),
            link=prints.link,
        )
        return await take(request, note_access(request), asked)

    async def sheet(self, request: web.Request, edition: Edition) -> PrintedEdition:
        brief = await edition_brief(request, edition)
        printed = await request.app[PRESS].pdf(brief, await asker_of(request))
        return PrintedEdition(pdf=printed, title=f"{brief.title} {edition.number}")

    def facts(self, edition: Edition) -> dict[str, Any]:
        return {
            "version": int(edition.version),
            "status": edition.card["status"],
            "format": edition.format,
            "copy": edition.options.get("copy_number"),
            "comments": bool(edition.options.get("comments")),
        }

    def summary(self, found: Sequence[Edition]) -> dict[str, Any]:
        return {"next": found[0].number + 1 if found else 1}


async def edition_brief(request: web.Request, edition: Edition) -> Brief:
    """What was printed, to be printed again: the same bytes while the program is the same.

    The Markdown goes along to those who may read the note.
    """
    said = dict(edition.card)
    authors = tuple(said.pop("by", ()))
    card = card_of(said)
    options = edition.options
    before = await _before(request, edition) if options.get("bars") else None
    codes = code_url(request, edition.id, edition.generation) if options.get("code", True) else ""
    brief = await brief_of(
        request.app,
        note_access(request).note,
        edition.markdown,
        card,
        authors=authors,
        printed_at=request.app[CLOCK].at(edition.printed_at),
        version=f"v{edition.version}",
        url=f"{codes}/1" if codes else "",
        pages_url=codes,
        code=label_of(edition.id),
        origin=public_origin(request),
        edition=edition.number,
        format=Format(edition.format),
        recipient=edition.recipient,
        booklet=bool(options.get("booklet")),
        **read_setting(options).how,
        copy_number=options.get("copy_number"),
        watermark=edition.recipient if options.get("watermark") else "",
        previous=before.markdown if before else "",
        previous_edition=before.number if before else None,
        has_source=request[ACCESS].role.allows(Role.READ),
    )
    brief = replace(
        brief, threads=beside(read_facts(options.get("comments", ())), edition.markdown, brief.body)
    )
    return in_zone(brief, options.get("timezone", ""))


async def take(request: web.Request, access: NoteAccess, asked: PrintRequest) -> Edition:
    """Write the row and print it; what cannot be printed is no edition. Raises ExportError, BadInputError."""
    engine, at = request.app[ENGINE], this_minute_ms()
    asked = replace(asked, timezone=zone_to_name(request.app[CLOCK], asked.timezone, at))
    text, said = await _texts(request.app, access.note, asked)
    work = partial(_write, access=access, asked=asked, live=text, said=said, at=at)
    edition = await engine.write(partial(work, id_=(id_ := new_edition_id())))
    try:
        brief = await edition_brief(request, edition)
        printed = await request.app[PRESS].printed(brief, await asker_of(request))
    except ExportError:
        if edition.id == id_:
            await engine.write(partial(editions.forget, edition=id_))
        raise
    if edition.id == id_:
        whole = Stretch(pages=pages_in(printed.words), boxes=printed.words)
        await engine.write(partial(edition_words.keep, edition=id_, stretches=[whole]))
        hooks = request.app[HOOKS]
        await hooks.edition(engine, edition.number, access.target, at=now_ms(), by=access.visitor)
    return edition


async def draft(request: web.Request, access: NoteAccess, asked: PrintRequest) -> Edition:
    """What `take` would print now: its number and its version are those to come. Raises BadInputError."""
    at = this_minute_ms()
    asked = replace(asked, timezone=zone_to_name(request.app[CLOCK], asked.timezone, at))
    text, said = await _texts(request.app, access.note, asked)
    work = partial(_draft, access=access, asked=asked, live=text, said=said, at=at)
    return await request.app[ENGINE].read(work)


async def compared_with(request: web.Request, access: NoteAccess, asked: PrintRequest) -> int | None:
    """The number of the edition that its bars would compare it with; none where nothing was printed."""
    before = await _before(request, await draft(request, access, asked))
    return before.number if before else None


async def _texts(app: web.Application, note: NoteId, asked: PrintRequest) -> tuple[str | None, Said]:
    """The text of now where that is wished, and what was said beside the text that is."""
    live = await app[ROOMS].markdown(note) if asked.is_live else None
    if not asked.has_comments:
        return live, []
    text = live if live is not None else await app[ENGINE].read(partial(_frozen, note=note))
    return live, told(await threads_of(app, note, text))


def _frozen(db: Db, *, note: NoteId) -> str:
    frozen = cards.find(db, note).frozen
    return (versions.markdown(db, note, frozen.number) if frozen else None) or ""


def _draft(
    db: Db, *, access: NoteAccess, asked: PrintRequest, live: str | None, said: Said, at: int
) -> Edition:
    latest, before = editions.last(db, access.target), versions.last(db, access.note)
    number = before.number if before else 0
    if live is not None and (before is None or before.text_hash != versions.hash_of(live)):
        number += 1
    made = _made(db, access, asked, at, live=None if live is None else (number, live), said=said)
    return replace(made, number=latest.number + 1 if latest else 1)


def _write(
    db: Db, *, id_: EditionId, access: NoteAccess, asked: PrintRequest, live: str | None, said: Said, at: int
) -> Edition:
    version: VersionRow | None = None
    if live is not None:
        by, kind = access.visitor, Kind.PRINTED
        version = versions.keep_once(db, access.note, new_version_id(), live, kind=kind, at=at, by=by)
    given = (version.number, live) if version is not None and live is not None else None
    edition = replace(_made(db, access, asked, at, live=given, said=said), id=id_)
    same = editions.of_link(db, access.target, asked.link) if asked.link else None
    if same is not None and _is_same(same, edition):
        return same
    text_hash = versions.hash_of(edition.markdown)
    return editions.insert(db, edition, by=access.visitor, text_hash=text_hash)


def _made(
    db: Db, access: NoteAccess, asked: PrintRequest, at: int, *, live: tuple[int, str] | None, said: Said
) -> Edition:
    """Without an identifier and a number. `live`: the version that is the text of now, and the text."""
    note, row = access.note, cards.find(db, access.note)
    card = row.card
    if live is None:
        if row.frozen is None:
            raise BadInputError("not_frozen")
        live = (row.frozen.number, versions.markdown(db, note, row.frozen.number) or "")
        card = replace(card, status=Status.READY)
    number, text = live
    return Edition(
        id=DRAFT,
        target=access.target,
        version=str(number),
        printed_at=at,
        format=asked.format.value,
        recipient=asked.recipient,
        options={**asked.options, **({"comments": said} if said else {})},
        # Who had written is named where the card names nobody.
        card={**card_facts(card), "by": list(notes.authors(db, note))},
        markdown=text,
    )


def _is_same(one: Edition, other: Edition) -> bool:
    """Whether two prints differ in nothing but when they were made."""
    return replace(one, card=dict(one.card)) == replace(
        other,
        id=one.id,
        number=one.number,
        printed_at=one.printed_at,
        generation=one.generation,
        closed_at=one.closed_at,
        by=one.by,
    )


async def _before(request: web.Request, edition: Edition) -> Edition | None:
    return await request.app[ENGINE].read(partial(editions.before, edition=edition))
