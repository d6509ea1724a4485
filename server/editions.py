"""Editions: a note printed as a sheet that knows its number and its text, their list, and their end."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from typing import Any

from aiohttp import hdrs, web

from export.brief import Brief
from export.card import Card, Status
from export.errors import ExportError
from export.formats import Format
from server.briefs import brief_of, this_minute
from server.cards import read_name
from server.clock import as_datetime, now_ms
from server.errors import BadInputError, NotFoundError
from server.keys import ACCESS, ENGINE, PRESS, ROOMS, SEAL, Access
from server.links import public_origin
from server.notes import disposition
from server.parcel import read_form, read_json
from server.storage import Db, EditionId, LinkId, cards, editions, notes, versions
from server.storage.editions import Edition
from server.storage.versions import Kind
from server.tokens import Seal, new_edition_id, new_version_id

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_FIELDS = {"text", "format", "recipient", "bars", "booklet"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What to print. `is_live` is the text as it is now, else the version that was frozen last.

    `link` is the link to print that it is for: opened again, it gives the same sheet while that is current.
    """

    is_live: bool
    format: Format
    recipient: str
    has_bars: bool = False
    is_booklet: bool = False
    copy_number: int | None = None
    link: LinkId | None = None


async def get(request: web.Request) -> web.Response:
    """The list, the latest first, and what the next one would be."""
    found = await request.app[ENGINE].read(partial(editions.of_note, note=request[ACCESS].note))
    facts = [_facts(request, edition) for edition in found]
    return web.json_response({"next": found[0].number + 1 if found else 1, "editions": facts})


async def post(request: web.Request) -> web.Response:
    """Print an edition: 201 for a program; a form of the page is led to the PDF."""
    is_form = request.content_type != "application/json"
    wish = _wish(await read_form(request) if is_form else await read_json(request, _FIELDS))
    edition = await take(request, request[ACCESS], wish)
    facts = _facts(request, edition)
    if is_form:
        return web.Response(status=web.HTTPSeeOther.status_code, headers={hdrs.LOCATION: facts["pdf"]})
    return web.json_response(facts, status=web.HTTPCreated.status_code)


async def pdf(request: web.Request) -> web.Response:
    """The sheet as it was printed, again."""
    edition = await _find(request)
    brief = await edition_brief(request, edition)
    name = f"{brief.title} {edition.number}"
    headers = {hdrs.CONTENT_DISPOSITION: disposition(name, "pdf")}
    printed = await request.app[PRESS].pdf(brief, request[ACCESS].who)
    return web.Response(body=printed, content_type="application/pdf", headers=headers)


async def close(request: web.Request) -> web.Response:
    """The code on the sheet answers no more; the edition stays in the list."""
    edition = await _find(request)
    shut = partial(editions.close, note=request[ACCESS].note, number=edition.number, at=now_ms())
    await request.app[ENGINE].write(shut)
    return web.json_response(_facts(request, await _find(request)))


async def edition_brief(request: web.Request, edition: Edition) -> Brief:
    """What was printed, to be printed again: the same bytes while the program is the same."""
    said = dict(edition.card)
    authors = tuple(said.pop("by", ()))
    card = Card(**{**said, "authors": tuple(said["authors"]), "status": Status(said["status"])})
    options = edition.options
    before = await _before(request, edition) if options.get("bars") else None
    return await brief_of(
        request.app,
        edition.note,
        edition.markdown,
        card,
        authors=authors,
        printed_at=as_datetime(edition.printed_at).astimezone(),
        version=f"v{edition.version}",
        url=public_origin(request) + sheet_path(request.app[SEAL], edition),
        code=label_of(edition.id),
        edition=edition.number,
        format=Format(edition.format),
        recipient=edition.recipient,
        booklet=bool(options.get("booklet")),
        copy_number=options.get("copy_number"),
        previous=before.markdown if before else "",
    )


def sheet_path(seal: Seal, edition: Edition) -> str:
    """Where the code on the sheet leads."""
    return f"/e/{seal.code(edition.id, edition.generation)}"


def label_of(edition: EditionId) -> str:
    """A short name for people, printed under the code: it opens nothing."""
    digest = sha256(edition.encode()).digest()
    letters = "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:8])
    return f"{letters[:4]}-{letters[4:]}"


async def take(request: web.Request, access: Access, wish: Wish) -> Edition:
    """Write the row and print it; what cannot be printed is no edition. Raises ExportError, BadInputError."""
    engine = request.app[ENGINE]
    text = await request.app[ROOMS].markdown(access.note) if wish.is_live else None
    work = partial(_write, access=access, wish=wish, live=text, at=_minute_ms())
    edition = await engine.write(partial(work, id_=(id_ := new_edition_id())))
    try:
        await request.app[PRESS].pdf(await edition_brief(request, edition), access.who)
    except ExportError:
        if edition.id == id_:
            await engine.write(partial(editions.forget, edition=id_))
        raise
    return edition


def _write(db: Db, *, id_: EditionId, access: Access, wish: Wish, live: str | None, at: int) -> Edition:
    note, row = access.note, cards.find(db, access.note)
    if live is None:
        if row.frozen is None:
            raise BadInputError("not_frozen")
        version, text = row.frozen, versions.markdown(db, note, row.frozen.number) or ""
        card = replace(row.card, status=Status.READY)
    else:
        by, kind = access.visitor, Kind.PRINTED
        version = versions.keep_once(db, note, new_version_id(), live, kind=kind, at=at, by=by)
        text, card = live, row.card
    edition = Edition(
        id=id_,
        note=note,
        version=str(version.number),
        printed_at=at,
        format=wish.format.value,
        recipient=wish.recipient,
        options=_options(wish),
        card=_card(card, notes.authors(db, note)),
        markdown=text,
    )
    same = editions.of_link(db, note, wish.link) if wish.link else None
    if same is not None and _is_same(same, edition):
        return same
    return editions.insert(db, edition, by=access.visitor, text_hash=version.text_hash)


def _options(wish: Wish) -> dict[str, Any]:
    return {
        "bars": wish.has_bars,
        "booklet": wish.is_booklet,
        "copy_number": wish.copy_number,
        "link": wish.link,
    }


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


def _card(card: Card, authors: tuple[str, ...]) -> dict[str, Any]:
    """As JSON holds it; `by` are those who had written when the card named nobody."""
    values = {name: getattr(card, name) for name in Card.__slots__}
    return {**values, "authors": list(card.authors), "by": list(authors), "other": dict(card.other)}


async def _before(request: web.Request, edition: Edition) -> Edition | None:
    if edition.note is None:
        return None
    read = partial(editions.numbered, note=edition.note, number=edition.number - 1)
    return await request.app[ENGINE].read(read)


async def _find(request: web.Request) -> Edition:
    number, note = int(request.match_info["number"]), request[ACCESS].note
    edition = await request.app[ENGINE].read(partial(editions.numbered, note=note, number=number))
    if edition is None:
        raise NotFoundError("not_found")
    return edition


def _facts(request: web.Request, edition: Edition) -> dict[str, Any]:
    token = request.match_info["token"]
    url = public_origin(request) + sheet_path(request.app[SEAL], edition)
    return {
        "number": edition.number,
        "version": int(edition.version),
        "status": edition.card["status"],
        "at": as_datetime(edition.printed_at).isoformat(),
        "by": edition.by,
        "format": edition.format,
        "recipient": edition.recipient,
        "label": label_of(edition.id),
        "pdf": f"/n/{token}/edition/{edition.number}.pdf",
        "url": url if edition.is_open else None,
    }


def _wish(fields: Mapping[str, object]) -> Wish:
    text, form = fields.get("text", "live"), fields.get("format", Format.NOTE.value)
    if text not in ("live", "frozen") or form not in tuple(Format):
        raise BadInputError("bad_edition", known=", ".join(Format))
    return Wish(
        is_live=text == "live",
        format=Format(str(form)),
        recipient=read_name("recipient", fields.get("recipient", "")),
        has_bars=fields.get("bars") in (True, "1", "on"),
        is_booklet=fields.get("booklet") in (True, "1", "on"),
    )


def _minute_ms() -> int:
    return round(this_minute().timestamp() * 1000)
