"""Other names in a classeur: the title of a note, written into its text, and a theme, on its cards."""

from functools import partial

from aiohttp import web

from export.note.title import MAX_TITLE, retitled, title_of
from server.binders.rules import renaming as rules
from server.binders.rules.list_query import ListQuery
from server.clock import now_ms
from server.errors import BadInputError, inside
from server.http.access import binder_access
from server.http.answer import led_to, wants_json
from server.http.body import read_form, read_json
from server.http.keys import ENGINE
from server.http.paths import own_path
from server.ids import NoteId
from server.live.keys import ROOMS
from server.notes import card_news
from server.notes.rules.card_fields import read_fields
from server.text.values import line_reader

_read_title = line_reader(MAX_TITLE)


async def put_title(request: web.Request) -> web.Response:
    """POST /c/{token}/notes/title: another first heading, as an edit by this visitor."""
    access = binder_access(request)
    asked = await read_json(request, {"note", "title"})
    note, title = NoteId(str(asked.get("note", ""))), _title(asked.get("title"))
    before = await rules.retitle(request.app[ENGINE], request.app[ROOMS], access, note, title)
    return web.json_response({"title": title, "before": before})


async def put_theme(request: web.Request) -> web.Response:
    """POST /c/{token}/themes: another name for a theme, on each card that has it; a form or JSON."""
    access = binder_access(request)
    fields = await read_json(request, {"from", "to"}) if wants_json(request) else await read_form(request)
    before, after = fields.get("from"), read_fields({"theme": fields.get("to")})["theme"]
    if not isinstance(before, str) or not before:
        raise BadInputError("bad_request", pointer="/from")
    work = partial(rules.rename_theme, access=access, before=before, after=after, at=now_ms())
    changed = await request.app[ENGINE].write(work)
    await card_news.changed_all(request.app, changed)
    if wants_json(request):
        return web.json_response({"changed": len(changed)})
    return led_to(ListQuery(theme=after).path(own_path(request)))


def _title(value: object) -> str:
    with inside("title"):
        title = _read_title("title", value)
        if not title or title != title_of(retitled("", title)):
            raise BadInputError("bad_title", most=MAX_TITLE)
    return title
