"""The card of a note: GET and PUT /n/{token}/card, and its status, which freezes the text for print."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from aiohttp import web

from export.note.card import Status
from export.note.marks import Mark, marks
from server.clock import now_ms
from server.http.access import LANG, note_access
from server.http.body import read_json
from server.http.keys import ENGINE
from server.http.templates import PAGES
from server.ids import NoteId, VersionId, VisitorId
from server.live.keys import ROOMS
from server.notes import card_news
from server.notes.rules.card_fields import READERS, read_fields
from server.rights.access import NoteAccess
from server.secrets.tokens import new_version_id
from server.sending.events import HOOKS, Hooks
from server.storage import Db, cards, versions
from server.storage.cards import CardRow

_MOST_LISTED = 100


class UncheckedError(Exception):
    """The text still holds `[à vérifier]` marks."""

    def __init__(self, found: list[Mark]) -> None:
        super().__init__(f"{len(found)} marks")
        self.found = found


async def get(request: web.Request) -> web.Response:
    row = await request.app[ENGINE].read(partial(cards.find, note=note_access(request).note))
    return web.json_response(row.facts())


async def put(request: web.Request) -> web.Response:
    """Change what is given and leave the rest. `ready` is refused while the text has marks: they are told."""
    fields = await read_json(request, READERS.keys())
    try:
        row = await change(request.app, note_access(request), read_fields(fields))
    except UncheckedError as error:
        return _unchecked(request, error.found)
    return web.json_response(row.facts())


async def change(app: web.Application, access: NoteAccess, values: Mapping[str, Any]) -> CardRow:
    """Change the card, and tell it to every open page. Raises UncheckedError."""
    if values.get("status") is Status.READY:
        return await _freeze(app, access, values)
    work = partial(_change, note=access.note, values=values, at=now_ms(), by=access.visitor, hooks=app[HOOKS])
    row = await app[ENGINE].write(work)
    card_news.changed(app, access.note, row)
    return row


async def change_all(app: web.Application, accesses: Sequence[NoteAccess], values: Mapping[str, Any]) -> None:
    """Change several cards in one commit, and tell them; not to "ready", which asks each text."""
    at, hooks = now_ms(), app[HOOKS]

    def work(db: Db) -> list[CardRow]:
        return [_change(db, one.note, values, at, one.visitor, hooks) for one in accesses]

    rows = await app[ENGINE].write(work)
    for access, row in zip(accesses, rows, strict=True):
        card_news.changed(app, access.note, row)


async def _freeze(app: web.Application, access: NoteAccess, values: Mapping[str, Any]) -> CardRow:
    """Freeze the text for print; the next edit reverts the status."""
    async with app[ROOMS].visit(access.note) as open_note:
        text = await open_note.markdown()
        if found := marks(text):
            raise UncheckedError(found)
        freeze = partial(
            _change_and_keep,
            note=access.note,
            values=values,
            at=now_ms(),
            by=access.visitor,
            version=new_version_id(),
            markdown=text,
            hooks=app[HOOKS],
        )
        row = await app[ENGINE].write(freeze)
        card_news.changed(app, access.note, row)
        app[ROOMS].frozen(open_note, versions.hash_of(text))
    return row


def _change(db: Db, note: NoteId, values: Mapping[str, Any], at: int, by: VisitorId, hooks: Hooks) -> CardRow:
    before = cards.find(db, note).card
    cards.put(db, note, replace(before, **values), at=at, by=by)
    row = cards.find(db, note)
    hooks.status(db, note, before=before.status, after=row.card.status, at=at, by=by)
    return row


def _change_and_keep(
    db: Db,
    note: NoteId,
    values: Mapping[str, Any],
    at: int,
    by: VisitorId,
    version: VersionId,
    markdown: str,
    hooks: Hooks,
) -> CardRow:
    versions.keep_once(db, note, version, markdown, kind=versions.Kind.FROZEN, at=at, by=by)
    return _change(db, note, values, at, by, hooks)


def _unchecked(request: web.Request, found: list[Mark]) -> web.Response:
    t = request.app[PAGES].words[request[LANG]]
    error = {
        "code": "unchecked",
        "message": t("errors.unchecked.text", count=len(found)),
        "marks": [mark._asdict() for mark in found[:_MOST_LISTED]],
    }
    return web.json_response({"error": error}, status=web.HTTPConflict.status_code)
