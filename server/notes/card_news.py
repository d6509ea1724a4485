"""News of cards: when one has changed, pages that show it are told, and what is kept of it is made anew."""

from collections.abc import Callable
from functools import partial

from aiohttp import web

from server.http.keys import ENGINE
from server.ids import NoteId
from server.live.rooms import ROOMS
from server.storage import cards
from server.storage.cards import CardRow

FORGETS_CARDS: web.AppKey[list[Callable[[NoteId], None]]] = web.AppKey("forgets_cards")
"""Called with a note after its card was changed."""


def changed(app: web.Application, note: NoteId, row: CardRow) -> None:
    """In the process that has changed it."""
    for forget in app[FORGETS_CARDS]:
        forget(note)
    app[ROOMS].tell(note, "card", **row.facts())


async def changed_elsewhere(app: web.Application, note: NoteId) -> None:
    """In every other process that may have the note open. It is looked up where somebody shows it."""
    for forget in app[FORGETS_CARDS]:
        forget(note)
    if note in app[ROOMS].loaded():
        row = await app[ENGINE].read(partial(cards.find, note=note))
        app[ROOMS].tell(note, "card", **row.facts())
