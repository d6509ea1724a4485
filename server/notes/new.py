"""Notes that start: POST /notes from nothing, a template or the example, and from another note."""

from dataclasses import replace
from functools import partial

from aiohttp import web

from export.note.card import Card, Status, take_card
from export.note.pictures import named_in
from export.samples import sample
from export.templates import Template, template
from server.errors import BadInputError
from server.http.access import DEED, DETAILS, LANG, note_access
from server.http.body import read_form
from server.http.keys import ENGINE
from server.ids import BinderId, NoteId
from server.live.keys import ROOMS
from server.notes.notes import Begin, create, opened
from server.storage import Db, cards, files
from server.storage.files import File


async def post_form(request: web.Request) -> web.Response:
    """From a page without script: an empty note, one of the templates or the example, opened at once."""
    return await begin(request)


async def begin(request: web.Request, *, binder: BinderId | None = None) -> web.Response:
    """The same, in a classeur where one is given."""
    form = await read_form(request)
    lang, name = request[LANG], form.get("template", "")
    if form.get("example") == "1":
        return opened(request, await create(request, sample(lang), binder=binder))
    if not name:
        return opened(request, await create(request, "", binder=binder), Begin.TITLE)
    if name not in set(Template):
        raise BadInputError("bad_template", known=", ".join(Template))
    card, text = take_card(template(Template(str(name)), lang))
    return opened(request, await create(request, text, card, binder=binder), Begin.TITLE)


async def from_note(request: web.Request) -> web.Response:
    """POST /n/{token}/notes: another note with the text as it is now, its card and its pictures.

    It has no history, nobody has written in it yet, and who has links to the first one has none to it.
    """
    note = note_access(request).note
    text = await request.app[ROOMS].markdown(note)
    card, pictures = await request.app[ENGINE].read(partial(_beside, note=note, ids=named_in(text)))
    made = await create(request, text, card, pictures)
    request[DEED], request[DETAILS] = "exported", {"note": made.id}
    return opened(request, made)


def _beside(db: Db, *, note: NoteId, ids: frozenset[str]) -> tuple[Card, tuple[File, ...]]:
    card = replace(cards.find(db, note).card, status=Status.DRAFT, authors=())
    return card, tuple(files.whole(db, note, ids))
