"""News of cards: when one has changed, pages that show it are told, and what is kept of it is made anew."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from aiohttp import web

from server.http.keys import ENGINE
from server.ids import NoteId
from server.live.keys import ROOMS
from server.nodes.keys import NODES
from server.storage import cards
from server.storage.cards import CardRow

FORGETS_CARDS: web.AppKey[list[Callable[[NoteId], None]]] = web.AppKey("forgets_cards")
"""Called with a note after its card was changed."""
_KIND: Final = "card"


def changed(app: web.Application, note: NoteId, row: CardRow) -> None:
    """In the process that has changed it."""
    for forget in app[FORGETS_CARDS]:
        forget(note)
    app[ROOMS].guests.tell(note, "card", **row.facts())
    app[NODES].say(_KIND, note=note)


async def changed_all(app: web.Application, notes: Iterable[NoteId]) -> None:
    """The same of cards that are not at hand."""
    for note in notes:
        await _changed_elsewhere(app, note)
        app[NODES].say(_KIND, note=note)


def listen(app: web.Application) -> None:
    """Hear what other processes have changed."""
    app[NODES].hear(_KIND, lambda said: _changed_elsewhere(app, NoteId(said["note"])))


async def _changed_elsewhere(app: web.Application, note: NoteId) -> None:
    """It is looked up where somebody shows it."""
    for forget in app[FORGETS_CARDS]:
        forget(note)
    if note in app[ROOMS].loaded():
        row = await app[ENGINE].read(partial(cards.find, note=note))
        app[ROOMS].guests.tell(note, "card", **row.facts())
