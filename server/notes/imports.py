"""Files of other programs: a note made of one, and POST /n/{token}/import, which adds one to a note."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Final

from aiohttp import web

from export.note.appending import appended, fitted
from export.note.card import Card, take_card
from export.note.title import name_of
from export.office.into import kind_of_file, readable
from export.office.pandoc import has_pandoc
from server.clock import now_ms
from server.errors import BadInputError, TooLargeError
from server.http.access import LANG, note_access
from server.http.answer import led_to, page, wants_json
from server.http.keys import CONFIG, ENGINE, JOBS
from server.http.paths import own_path
from server.http.recheck import check_again
from server.http.templates import PAGES
from server.http.uploads import Upload, read_upload
from server.ids import BinderId
from server.live.keys import ROOMS
from server.live.server_edit import Draft, draft_of, write_over
from server.notes.notes import address_of, create, told
from server.notes.own_addresses import without_rights
from server.notes.rules.card_fields import check
from server.notes.rules.pictures import check_room
from server.rights.access import NoteAccess
from server.secrets.tokens import new_version_id
from server.storage import Db, files, versions
from server.storage.files import File
from server.storage.versions import Kind
from server.text.paths import LinkPage
from server.text.values import MOST_CHARACTERS
from server.visitors.askers import asker_of

MOST_BYTES: Final = 32 << 20
_LONGEST_NAME: Final = 60


class Place(StrEnum):
    """Where in a note a file goes."""

    END = "end"
    WHOLE = "whole"
    # The page puts it where its caret is, as its own edit.
    HERE = "here"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Brought:
    """What a file says; its text names the pictures by their IDs. `left`: what it says and a note cannot."""

    text: str
    card: Card
    pictures: tuple[File, ...]
    left: str


async def choose_into(request: web.Request) -> web.Response:
    """GET /n/{token}/import: the same for a note that is there, with where the file goes."""
    text = await request.app[ROOMS].markdown(note_access(request).note)
    title = name_of(text) or request.app[PAGES].words[request[LANG]]("editor.untitled")
    back = f"{own_path(request)}?view=edit"
    action = own_path(request, LinkPage.IMPORT)
    return form(request, action, back=back, title=title, is_empty=not text.strip())


async def new(request: web.Request, upload: Upload, binder: BinderId | None) -> web.Response:
    """Make a note of a file, in a classeur where one is given: a program gets 201, a form is led to it."""
    if len(upload.content) > MOST_BYTES:
        raise TooLargeError("file_too_large", most=MOST_BYTES >> 20)
    brought = await _read(request, upload)
    note = await create(request, brought.text, brought.card, brought.pictures, binder=binder)
    if wants_json(request):
        return told(request, note, left=brought.left)
    t = request.app[PAGES].words[request[LANG]]
    return _came(request, brought, said=t("import.made"), address=address_of(request, note))


async def into(request: web.Request) -> web.Response:
    """Bring a file into the live note, at its end or in the place of its text, which a version keeps."""
    upload = await read_upload(request, MOST_BYTES)
    place = _place(upload.fields.get("place", Place.END))
    access, rooms = note_access(request), request.app[ROOMS]
    brought = await _read(request, upload)
    async with rooms.visit(access.note) as open_note:
        draft = await draft_of(open_note)
        if place is Place.HERE:
            return await _for_the_page(request, brought, draft)
        text = appended(draft.text, brought.text) if place is Place.END else brought.text
        if len(text.encode()) > (most := request.app[CONFIG].max_note):
            raise TooLargeError("too_large", most=most)
        name = _version_name(request, upload.name)
        before = partial(_keep, access=access, draft=draft, name=name, pictures=brought.pictures, at=now_ms())
        await check_again(request)
        await request.app[ENGINE].write(before)
        await write_over(rooms, open_note, draft, text)
    address = f"{own_path(request)}?view=edit"
    if wants_json(request):
        answer = {"address": address, "left": brought.left}
        return web.json_response(answer, status=web.HTTPCreated.status_code)
    said = request.app[PAGES].words[request[LANG]]("import.did_one")
    return _came(request, brought, said=said, address=address)


def _came(request: web.Request, brought: _Brought, *, said: str, address: str) -> web.Response:
    """What stayed behind, for a form without script; to the note where nothing did."""
    if not brought.left:
        return led_to(address)
    return page(request, "import-left.html", facts={}, said=said, left=brought.left, address=address)


async def _for_the_page(request: web.Request, brought: _Brought, draft: Draft) -> web.Response:
    """The text for the place of its caret: nothing changes yet, but its pictures are in the note."""
    access = note_access(request)
    await check_again(request)
    keep = partial(_keep_pictures, access=access, pictures=brought.pictures, at=now_ms())
    await request.app[ENGINE].write(keep)
    answer = {"markdown": fitted(draft.text, brought.text).strip(), "left": brought.left}
    return web.json_response(answer, status=web.HTTPCreated.status_code)


def accepted() -> str:
    """What a field of a form offers: the files that are read here."""
    return ",".join(f".{ending}" for ending in readable(with_pandoc=has_pandoc()))


async def _read(request: web.Request, upload: Upload) -> _Brought:
    """What the file says, read in a child process when the turn of the request has come.

    Raises Unreadable, MissingPandoc, Busy, BadCard, BadInputError.
    """
    kind_of_file(upload.name)
    done = await request.app[JOBS].run("read", upload.name, upload.content, asker=await asker_of(request))
    pictures = tuple(
        File(name=upload.name, content=content, **facts)
        for facts, content in zip(done.facts["pictures"], done.parts, strict=True)
    )
    room = files.Taken(0, 0)
    for picture in pictures:
        room = check_room(picture, room)
    file = await without_rights(request, done.facts["markdown"])
    card, text = await asyncio.to_thread(take_card, file)
    check(card)
    left = left_in_words(request, done.facts["lost"])
    return _Brought(text=text, card=card, pictures=pictures, left=left)


def left_in_words(request: web.Request, lost: Mapping[str, int]) -> str:
    """What a file said and its note does not, in one sentence; empty for nothing."""
    t = request.app[PAGES].words[request[LANG]]
    said = ", ".join(t(f"import.less.{what}", count=count) for what, count in lost.items())
    return f"{said[0].upper()}{said[1:]}." if said else ""


def _keep(
    db: Db, *, access: NoteAccess, draft: Draft, name: str, pictures: tuple[File, ...], at: int
) -> None:
    """The text as it was, and the pictures that are to come, in one commit."""
    if draft.text.strip():
        kept = partial(versions.keep, db, access.note, new_version_id(), draft.text)
        kept(kind=Kind.IMPORT, name=name, at=at, by=access.visitor)
    _keep_pictures(db, access=access, pictures=pictures, at=at)


def _keep_pictures(db: Db, *, access: NoteAccess, pictures: tuple[File, ...], at: int) -> None:
    taken = files.taken(db, access.note)
    for picture in pictures:
        if not files.has(db, access.note, picture.id):
            taken = check_room(picture, taken)
            files.insert(db, access.note, picture, by=access.visitor, at=at)


def _version_name(request: web.Request, file: str) -> str:
    short = file if len(file) <= _LONGEST_NAME else f"{file[: _LONGEST_NAME - 1]}…"
    return request.app[PAGES].words[request[LANG]]("import.before", name=short)[:MOST_CHARACTERS]


def _place(given: str) -> Place:
    if given not in set(Place):
        raise BadInputError("bad_place", known=", ".join(Place))
    return Place(given)


def form(
    request: web.Request,
    action: str,
    *,
    back: str,
    title: str,
    is_empty: bool = True,
    most_together: int = 0,
) -> web.Response:
    """The page that asks for a file, or, with `most_together` bytes, for many; it needs no script."""
    answer = page(
        request,
        "import.html",
        facts={},
        action=action,
        back=back,
        title=title,
        is_empty=is_empty,
        accept=accepted() + (",.zip" if most_together else ""),
        most=MOST_BYTES >> 20,
        together=most_together >> 20,
    )
    # Its form must tell an origin, which a page without any referrer does not.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer
