"""Notes: how one is made, and its text as it is on disk."""

from enum import StrEnum
from functools import partial

from aiohttp import hdrs, web

from export.note.card import Card, take_card, with_card
from export.note.comments_file import with_comments
from export.note.language import language
from export.note.own_addresses import with_origin
from export.note.title import MAX_TITLE, name_of, title_of
from server.clock import now_ms
from server.comments.comments import are_wished, threads_of
from server.errors import BadInputError, TooLargeError, inside
from server.http.access import DEED, DETAILS, DEVICE, note_access
from server.http.answer import disposition, led_to
from server.http.body import read_json
from server.http.json_body import long_text
from server.http.keys import CONFIG, ENGINE, SEAL
from server.http.paths import public_origin
from server.ids import BinderId, NoteId
from server.live.keys import ROOMS
from server.notes.own_addresses import without_rights
from server.notes.rules.beginning import NewNote, planned, write
from server.notes.rules.card_fields import check
from server.storage import cards
from server.storage.files import File
from server.storage.quota import Quota
from server.targets import NoteTarget
from server.text.paths import link_path, target_path
from server.text.values import read_text
from server.visitors.beginnings import count_beginning
from server.visitors.team import TEAM


async def post_json(request: web.Request) -> web.Response:
    """POST /api/notes: a note with a title, a text that may have a card at its head, both or neither."""
    return await begin_json(request)


async def begin_json(request: web.Request, *, binder: BinderId | None = None) -> web.Response:
    """The same, in a classeur where one is given."""
    fields = await read_json(request, {"title", "markdown"}, long_text(request.app[CONFIG].max_note))
    with inside("markdown"):
        card, text = take_card(
            await without_rights(request, read_text(fields.get("markdown", ""), "markdown"))
        )
        check(card)
    with inside("title"):
        body = _body(read_text(fields.get("title", ""), "title"), text)
    note = await create(request, body, card, binder=binder)
    return told(request, note)


async def markdown(request: web.Request) -> web.Response:
    """GET /n/{token}/note.md: the text as it is on disk now, with its card, and its comments where asked."""
    file = await file_of(request.app, note_access(request).note, has_comments=are_wished(request))
    text = with_origin(file, public_origin(request))
    headers = {hdrs.CONTENT_DISPOSITION: disposition(name_of(text) or "note", "md")}
    return web.Response(text=text, content_type="text/markdown", headers=headers)


def told(request: web.Request, note: NewNote, *, left: str | None = None) -> web.Response:
    """201 with the addresses of a new note, for a program; `left`: what its file said and it does not."""
    seal, origin = request.app[SEAL], public_origin(request)
    addresses = {link.role.value: origin + link_path(seal, link) for link in note.links}
    made: dict[str, object] = {
        "note": note.id,
        "links": addresses,
        "url": origin + target_path(NoteTarget(note.id)),
    }
    made |= {} if left is None else {"left": left}
    return web.json_response(made, status=web.HTTPCreated.status_code)


class Begin(StrEnum):
    """Where writing begins in a new note: at its title, or in the text that it was given."""

    TITLE = "title"
    TEXT = "text"


def opened(request: web.Request, note: NewNote, begin: Begin = Begin.TEXT) -> web.Response:
    """303 to a new note, for a person."""
    return led_to(address_of(request, note, begin))


def address_of(request: web.Request, note: NewNote, begin: Begin = Begin.TEXT) -> str:
    """Where a person begins to write in a new note."""
    path = target_path(NoteTarget(note.id)) if note.binder else link_path(request.app[SEAL], note.edit)
    return f"{path}?new={begin}"


async def create(
    request: web.Request,
    text: str,
    card: Card | None = None,
    pictures: tuple[File, ...] = (),
    *,
    binder: BinderId | None = None,
) -> NewNote:
    """Make a note on disk, which this device manages.

    Raises TooLargeError, InstanceFullError, TooOftenError.
    """
    if len(text.encode()) > (most := request.app[CONFIG].max_note):
        raise TooLargeError("too_large", most=most)
    await count_beginning(request)
    note = planned(text, card or Card(), pictures, binder=binder)
    asked = request.app[TEAM]
    work = partial(
        write,
        note=note,
        device=request[DEVICE],
        at=now_ms(),
        quota=Quota.of(request.app[CONFIG]),
        is_shared=asked.is_closed and binder is None,
        proof=asked.proof,
    )
    await request.app[ENGINE].write(work)
    request[DEED] = "note-made"
    request[DETAILS] = {"subject": str(NoteTarget(note.id))} | ({"binder": binder} if binder else {})
    return note


def _body(title: str, text: str) -> str:
    """The title is the first heading: it is written there unless the text has one of its own."""
    if len(title) > MAX_TITLE or "\n" in title:
        raise BadInputError("bad_title", most=MAX_TITLE)
    if not title.strip() or title_of(text):
        return text
    return f"# {title.strip()}\n\n{text}"


async def file_of(app: web.Application, note: NoteId, *, has_comments: bool = False) -> str:
    """The note as it is on disk now, as a Markdown file with its card at the head and its comments behind."""
    text = await app[ROOMS].markdown(note)
    row = await app[ENGINE].read(partial(cards.find, note=note))
    file = with_card(row.card, text)
    return (
        with_comments(file, text, await threads_of(app, note, text), language(text)) if has_comments else file
    )
