"""Input of the printer: the text of a note with its card, its authors, and the words about the sheet."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from aiohttp import web

from export.note.brief import Brief
from export.note.card import Card, with_card
from server.clock import now_ms
from server.comments.comments import beside, threads_of
from server.http.keys import CLOCK, ENGINE
from server.ids import NoteId
from server.live.keys import ROOMS
from server.notes.images import pictures
from server.paper.press import PRESS
from server.storage import Db, cards, notes
from server.storage.cards import CardRow

_MINUTE_MS = 60_000


def this_minute(app: web.Application) -> datetime:
    """Within one minute the same text is the same print. In the zone of the team."""
    return app[CLOCK].at(this_minute_ms())


def this_minute_ms() -> int:
    return now_ms() // _MINUTE_MS * _MINUTE_MS


async def live_brief(
    app: web.Application, note: NoteId, *, printed_at: datetime, with_comments: bool = False, **how: Any
) -> Brief:
    """The note as it is on disk now. `how`: fields of a brief that say how to print. Raises BadCard."""
    text = await app[ROOMS].markdown(note)
    brief = await _words(app, note, text, printed_at=printed_at)
    threads = beside(await threads_of(app, note, text), text, brief.body) if with_comments else ()
    return replace(brief, images=await pictures(app, note, brief.body), threads=threads, **how)


async def live_words(app: web.Application, note: NoteId, *, printed_at: datetime) -> Brief:
    """The same without the bytes of its pictures, for a page of this server, which asks for each itself."""
    return await words_of(app, note, await app[ROOMS].markdown(note), printed_at=printed_at)


async def words_of(app: web.Application, note: NoteId, text: str, *, printed_at: datetime) -> Brief:
    """The same of a text that it has, or had. Raises BadCard."""
    return replace(await _words(app, note, text, printed_at=printed_at), origin="")


async def _words(app: web.Application, note: NoteId, text: str, *, printed_at: datetime) -> Brief:
    row, authors = await app[ENGINE].read(partial(_card, note=note))
    return await brief_of(app, None, text, row.card, printed_at=printed_at, authors=authors)


async def brief_of(
    app: web.Application,
    note: NoteId | None,
    text: str,
    card: Card,
    *,
    printed_at: datetime,
    authors: tuple[str, ...] = (),
    **how: Any,
) -> Brief:
    """A text as paper needs it, with the pictures of `note`. Raises BadCard.

    `authors` are named where the card names nobody.
    """
    file = with_card(card, text, says_draft=True)
    brief = await app[PRESS].read(file, printed_at=printed_at, authors=authors)
    images = await pictures(app, note, brief.body) if note is not None else {}
    return replace(brief, images=images, **how)


def _card(db: Db, *, note: NoteId) -> tuple[CardRow, tuple[str, ...]]:
    return cards.find(db, note), notes.authors(db, note)
