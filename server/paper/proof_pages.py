"""The print of a note before it is taken: its options, its pages as pictures, and how long it will take."""

import asyncio
from contextlib import suppress
from dataclasses import asdict, replace
from functools import partial
from typing import Any

from aiohttp import hdrs, web

from crdt.roles import Role
from export.errors import ExportError
from export.note.brief import Brief
from export.note.card import Status
from export.note.formats import Format
from export.note.title import name_of, plain
from export.paper import cut_words, scripts
from server.comments.comments import are_shown_to
from server.errors import BadInputError, NotFoundError
from server.http.access import LANG, note_access
from server.http.answer import page
from server.http.keys import CLOCK, ENGINE
from server.http.paths import own_path, public_origin
from server.http.templates import PAGES
from server.live.keys import ROOMS
from server.paper import in_gray
from server.paper.briefs import live_brief, this_minute
from server.paper.editions import compared_with, draft, edition_brief
from server.paper.press import PRESS
from server.paper.proofs import PROOFS, Proof
from server.paper.proposed import proposed
from server.paper.reader_zone import for_reader
from server.paper.request import PrintRequest, read_print_request
from server.rights.access import NoteAccess
from server.storage import Db, cards, editions, erasures, threads
from server.storage.cards import CardRow
from server.text.paths import LinkPage
from server.visitors.askers import asker_of
from server.visitors.may_mail import may_mail

WIDTHS = (248, 744, 1116, 1674)
_WAIT_SECONDS = 25
_LOOK_SECONDS = 1.0
# The pictures of one proof never change; the right to see them may.
_CACHE = "private, max-age=3600"
# Millimetres: the shape of a sheet that is still to come.
_SHAPES = {Format.NOTE: (210, 297), Format.LARGE: (210, 297), Format.POCKET: (148, 210)}


async def proof(request: web.Request) -> web.Response:
    """GET /n/{token}/print: all of it, with the pages where they are printed already."""
    access = note_access(request)
    row, last, said = await request.app[ENGINE].read(partial(_about, access=access))
    title = name_of(await request.app[ROOMS].markdown(access.note))
    asked = _print_request(request, row)
    state = await _state_of(request, asked)
    base = own_path(request)
    may_take = access.role.allows(Role.EDIT)
    mails = may_take and await may_mail(request)
    facts = {
        "base": base,
        "mayTake": may_take,
        "card": row.facts(),
        "next": last + 1,
        "state": state,
        "title": "" if row.card.classification else title,
        "role": access.role.value,
        "linksAt": own_path(request, LinkPage.LINKS),
        "mails": mails,
    }
    return page(
        request,
        "proof.html",
        facts=facts,
        title=title or request.app[PAGES].words[request[LANG]]("editor.untitled"),
        base=base,
        asked=asked,
        card=row.card,
        frozen=row.frozen,
        next=last + 1,
        may_take=may_take,
        said=said,
        mails=mails,
        state=state,
        query=request.query_string,
        shape=_shape(asked),
    )


async def pages(request: web.Request) -> web.Response:
    """GET /n/{token}/print/pages: begin, or say how far it is; with `key` and `seen`, once that is news.

    `first` is how many of its first pages are known already; `ready`, that all pages are.
    """
    access, query = note_access(request), request.query
    known = request.app[PROOFS].find(access.note, await _epoch(request), query.get("key", ""))
    if known is not None and "seen" in query:
        request.app[PROOFS].look(known, await asker_of(request))
        await _news(request, known)
        return web.json_response(await _told(request, known))
    row, *_ = await request.app[ENGINE].read(partial(_about, access=access))
    return web.json_response(await _state_of(request, _print_request(request, row)))


async def picture(request: web.Request) -> web.Response:
    """GET /n/{token}/print/{key}/{number}.png: a page of a proof, printed anew where it is kept no more.

    With `first`, as soon as it is laid out.
    """
    access, number = note_access(request), int(request.match_info["number"])
    width = request.query.get("width", "744")
    if not width.isdecimal() or int(width) not in WIDTHS:
        raise BadInputError("bad_request")
    proofs, key = request.app[PROOFS], request.match_info["key"]
    proof = proofs.find(access.note, await _epoch(request), key)
    if proof is None:
        row, *_ = await request.app[ENGINE].read(partial(_about, access=access))
        proof = await _begun(request, _print_request(request, row))
    asker, first = await asker_of(request), proof.first
    if "first" in request.query and number <= len(first.pages):
        drawn = await proofs.first_picture(first, number, int(width), asker)
        return web.Response(body=drawn, content_type="image/png", headers={hdrs.CACHE_CONTROL: "no-store"})
    await proof.result()
    if number > len(proof.pages):
        raise NotFoundError("not_found")
    drawn = await proofs.picture(proof, number, int(width), asker)
    headers = {hdrs.CACHE_CONTROL: _CACHE} if proof.key == key else {}
    return web.Response(body=drawn, content_type="image/png", headers=headers)


def _print_request(request: web.Request, row: CardRow) -> PrintRequest:
    """Readers get no change bars."""
    given = dict(request.query)
    is_ready = row.card.status is Status.READY and row.frozen is not None
    asked = read_print_request({"text": "frozen" if is_ready else "live", **given})
    access = note_access(request)
    if not access.role.allows(Role.EDIT):
        return PrintRequest(
            is_live=True,
            format=asked.format,
            is_booklet=asked.is_booklet,
            recipient="",
            has_comments=asked.has_comments and are_shown_to(access),
            setting=asked.setting,
            timezone=asked.timezone,
        )
    if row.frozen is None:
        return replace(asked, is_live=True)
    return asked


async def _state_of(request: web.Request, asked: PrintRequest) -> dict[str, Any]:
    access = note_access(request)
    since = await compared_with(request, access, asked) if access.role.allows(Role.EDIT) else None
    try:
        told = await _told(request, await _begun(request, asked))
    except ExportError as error:
        nothing: dict[str, Any] = {"key": "", "ready": False, "before": 0, "first": [], "pages": []}
        told = nothing | {"problem": _problem(request, error)}
    return {**told, "since": since}


async def _begun(request: web.Request, asked: PrintRequest) -> Proof:
    access, epoch = note_access(request), await _epoch(request)
    brief = await _brief(request, access, asked)
    return await request.app[PROOFS].begin(access.note, epoch, brief, await asker_of(request))


async def _epoch(request: web.Request) -> int:
    """Another one once a passage was erased, by whatever process."""
    return (await request.app[ENGINE].read(partial(erasures.state, note=note_access(request).note))).epoch


async def _brief(request: web.Request, access: NoteAccess, asked: PrintRequest) -> Brief:
    """As the edition would say it; its code is still to come. Raises BadCard."""
    if not access.role.allows(Role.EDIT):
        how: dict[str, Any] = {"format": asked.format, "booklet": asked.is_booklet, **asked.setting.how}
        how |= {"with_comments": asked.has_comments, "origin": public_origin(request)}
        brief = await live_brief(request.app, access.note, printed_at=this_minute(request.app), **how)
        return for_reader(request.app[CLOCK], brief, asked.timezone)
    brief = await edition_brief(request, await draft(request, access, asked))
    return replace(brief, code=request.app[PAGES].words[request[LANG]]("proof.code"))


async def _news(request: web.Request, proof: Proof) -> None:
    """Wait until it is over, its first pages are there, or its place among those who wait is another one.

    Where that it is over is known already, until its proposals are there.
    """
    press, asker, query = request.app[PRESS], await asker_of(request), request.query
    seen = (query["seen"], query.get("first", "0"))

    def is_as_known() -> bool:
        if proof.is_over:
            return "ready" in query and proof.proposals is None
        return (str(press.before(asker)), str(len(proof.first.pages))) == seen

    with suppress(TimeoutError):
        async with asyncio.timeout(_WAIT_SECONDS):
            while is_as_known():
                with suppress(TimeoutError):
                    await asyncio.wait_for(proof.news(), _LOOK_SECONDS)


async def _told(request: web.Request, proof: Proof) -> dict[str, Any]:
    failure, asker = proof.failure, await asker_of(request)
    request.app[PROOFS].look(proof, asker)
    words = request.app[PAGES].words[request[LANG]]
    return {
        "key": proof.key,
        "ready": proof.is_over and failure is None,
        "before": request.app[PRESS].before(asker),
        "first": [asdict(sheet) for sheet in proof.first.pages],
        "pages": [asdict(sheet) for sheet in proof.pages],
        "extent": proof.extent and proof.extent.length,
        "fitting": proof.extent and proof.extent.fitting and proof.extent.fitting.facts,
        "cut": cut_words.short(proof.extent.cut) if proof.extent else "",
        "signs": ", ".join(scripts.named(proof.extent.without_face, request[LANG])) if proof.extent else "",
        "gray": in_gray.said(words, proof.extent.confused) if proof.extent else "",
        "proposals": proposed(request, proof),
        "problem": None if failure is None else _problem(request, failure),
    }


def _problem(request: web.Request, error: ExportError) -> str:
    """Why, and under which heading where that is known."""
    t = request.app[PAGES].words[request[LANG]]
    why = t(error.key if error.key in t else "errors.export.text", **error.params)
    heading = plain(str(error.params.get("heading", "")))
    return f"{why} {t('proof.where', heading=heading)}" if heading else why


def _shape(asked: PrintRequest) -> tuple[int, int]:
    width, height = _SHAPES[asked.format]
    return (2 * width, height) if asked.is_booklet else (width, height)


def _about(db: Db, *, access: NoteAccess) -> tuple[CardRow, int, int]:
    """The card, the number of the last edition, and the number of comments visible to the reader."""
    last = editions.last(db, access.target)
    said = threads.count(db, access.note) if are_shown_to(access) else 0
    return cards.find(db, access.note), last.number if last else 0, said
