"""Editions: a note printed as a sheet that knows its number and its text, their list, and their end."""

from dataclasses import replace
from functools import partial
from typing import Any, TypeAlias

from aiohttp import hdrs, web

from export.errors import ExportError
from export.note.brief import Brief
from export.note.card import Status
from export.note.comments import facts as told
from export.note.comments import read_facts
from export.note.formats import Format
from server.clock import as_datetime, now_ms
from server.comments.comments import beside, threads_of
from server.errors import BadInputError, NotFoundError
from server.http.access import NoteAccess, note_access
from server.http.answer import disposition, led_to
from server.http.body import read_form, read_json
from server.http.keys import ENGINE
from server.ids import EditionId, NoteId
from server.live.rooms import ROOMS
from server.paper.briefs import brief_of, this_minute
from server.paper.imprint import DRAFT, card_facts, card_of, code_url, facts_of, label_of
from server.paper.layout import read_setting
from server.paper.press import PRESS
from server.paper.request import FIELDS, Wish, read_wish
from server.secrets.tokens import new_edition_id, new_version_id
from server.sending.events import HOOKS
from server.storage import Db, cards, editions, notes, versions
from server.storage.editions import Edition
from server.storage.versions import Kind, VersionRow

# What was said beside the text that is printed, as an edition keeps it.
Said: TypeAlias = list[dict[str, Any]]


async def get(request: web.Request) -> web.Response:
    """The list, the latest first, and what the next one would be."""
    found = await request.app[ENGINE].read(partial(editions.of_note, note=note_access(request).note))
    facts = [_facts(request, edition) for edition in found]
    return web.json_response({"next": found[0].number + 1 if found else 1, "editions": facts})


async def post(request: web.Request) -> web.Response:
    """Print an edition: 201 for a program; a form of the page is led to the PDF."""
    is_form = request.content_type != "application/json"
    wish = read_wish(await read_form(request) if is_form else await read_json(request, FIELDS))
    edition = await take(request, note_access(request), wish)
    facts = _facts(request, edition)
    if is_form:
        return led_to(facts["pdf"])
    return web.json_response(facts, status=web.HTTPCreated.status_code)


async def pdf(request: web.Request) -> web.Response:
    """The sheet as it was printed, again."""
    edition = await _find(request)
    brief = await edition_brief(request, edition)
    name = f"{brief.title} {edition.number}"
    headers = {hdrs.CONTENT_DISPOSITION: disposition(name, "pdf")}
    printed = await request.app[PRESS].pdf(brief, note_access(request).who)
    return web.Response(body=printed, content_type="application/pdf", headers=headers)


async def close(request: web.Request) -> web.Response:
    """The code on the sheet answers no more; the edition stays in the list."""
    edition = await _find(request)
    shut = partial(editions.close, note=note_access(request).note, number=edition.number, at=now_ms())
    await request.app[ENGINE].write(shut)
    return web.json_response(_facts(request, await _find(request)))


async def edition_brief(request: web.Request, edition: Edition) -> Brief:
    """What was printed, to be printed again: the same bytes while the program is the same."""
    said = dict(edition.card)
    authors = tuple(said.pop("by", ()))
    card = card_of(said)
    options = edition.options
    before = await _before(request, edition) if options.get("bars") else None
    brief = await brief_of(
        request.app,
        edition.note,
        edition.markdown,
        card,
        authors=authors,
        printed_at=as_datetime(edition.printed_at).astimezone(),
        version=f"v{edition.version}",
        url=code_url(request, edition.id, edition.generation) if options.get("code", True) else "",
        code=label_of(edition.id),
        edition=edition.number,
        format=Format(edition.format),
        recipient=edition.recipient,
        booklet=bool(options.get("booklet")),
        **read_setting(options).how,
        copy_number=options.get("copy_number"),
        watermark=edition.recipient if options.get("watermark") else "",
        previous=before.markdown if before else "",
        previous_edition=before.number if before else None,
    )
    return replace(
        brief, threads=beside(read_facts(options.get("comments", ())), edition.markdown, brief.body)
    )


async def take(request: web.Request, access: NoteAccess, wish: Wish) -> Edition:
    """Write the row and print it; what cannot be printed is no edition. Raises ExportError, BadInputError."""
    engine = request.app[ENGINE]
    text, said = await _texts(request.app, access.note, wish)
    work = partial(_write, access=access, wish=wish, live=text, said=said, at=_minute_ms())
    edition = await engine.write(partial(work, id_=(id_ := new_edition_id())))
    try:
        await request.app[PRESS].pdf(await edition_brief(request, edition), access.who)
    except ExportError:
        if edition.id == id_:
            await engine.write(partial(editions.forget, edition=id_))
        raise
    if edition.id == id_:
        hooks = request.app[HOOKS]
        await hooks.edition(engine, edition.number, access.target, at=now_ms(), by=access.visitor)
    return edition


async def draft(request: web.Request, access: NoteAccess, wish: Wish) -> Edition:
    """What `take` would print now: its number and its version are those to come. Raises BadInputError."""
    text, said = await _texts(request.app, access.note, wish)
    work = partial(_draft, access=access, wish=wish, live=text, said=said, at=_minute_ms())
    return await request.app[ENGINE].read(work)


async def compared_with(request: web.Request, access: NoteAccess, wish: Wish) -> int | None:
    """The number of the edition that its bars would compare it with; none where nothing was printed."""
    before = await _before(request, await draft(request, access, wish))
    return before.number if before else None


async def _texts(app: web.Application, note: NoteId, wish: Wish) -> tuple[str | None, Said]:
    """The text of now where that is wished, and what was said beside the text that is."""
    live = await app[ROOMS].markdown(note) if wish.is_live else None
    if not wish.has_comments:
        return live, []
    text = live if live is not None else await app[ENGINE].read(partial(_frozen, note=note))
    return live, told(await threads_of(app, note, text))


def _frozen(db: Db, *, note: NoteId) -> str:
    frozen = cards.find(db, note).frozen
    return (versions.markdown(db, note, frozen.number) if frozen else None) or ""


def _draft(db: Db, *, access: NoteAccess, wish: Wish, live: str | None, said: Said, at: int) -> Edition:
    latest, before = editions.last(db, access.note), versions.last(db, access.note)
    number = before.number if before else 0
    if live is not None and (before is None or before.text_hash != versions.hash_of(live)):
        number += 1
    made = _made(db, access, wish, at, live=None if live is None else (number, live), said=said)
    return replace(made, number=latest.number + 1 if latest else 1)


def _write(
    db: Db, *, id_: EditionId, access: NoteAccess, wish: Wish, live: str | None, said: Said, at: int
) -> Edition:
    version: VersionRow | None = None
    if live is not None:
        by, kind = access.visitor, Kind.PRINTED
        version = versions.keep_once(db, access.note, new_version_id(), live, kind=kind, at=at, by=by)
    given = (version.number, live) if version is not None and live is not None else None
    edition = replace(_made(db, access, wish, at, live=given, said=said), id=id_)
    same = editions.of_link(db, access.note, wish.link) if wish.link else None
    if same is not None and _is_same(same, edition):
        return same
    text_hash = versions.hash_of(edition.markdown)
    return editions.insert(db, edition, by=access.visitor, text_hash=text_hash)


def _made(
    db: Db, access: NoteAccess, wish: Wish, at: int, *, live: tuple[int, str] | None, said: Said
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
        note=note,
        version=str(number),
        printed_at=at,
        format=wish.format.value,
        recipient=wish.recipient,
        options={**wish.options, **({"comments": said} if said else {})},
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
    if edition.note is None:
        return None
    return await request.app[ENGINE].read(partial(editions.before, edition=edition))


async def _find(request: web.Request) -> Edition:
    number, note = int(request.match_info["number"]), note_access(request).note
    edition = await request.app[ENGINE].read(partial(editions.numbered, note=note, number=number))
    if edition is None:
        raise NotFoundError("not_found")
    return edition


def _facts(request: web.Request, edition: Edition) -> dict[str, Any]:
    token = request.match_info["token"]
    return {
        **facts_of(request, edition),
        "version": int(edition.version),
        "status": edition.card["status"],
        "format": edition.format,
        "copy": edition.options.get("copy_number"),
        "comments": bool(edition.options.get("comments")),
        "pdf": f"/n/{token}/edition/{edition.number}.pdf",
    }


def _minute_ms() -> int:
    return round(this_minute().timestamp() * 1000)
