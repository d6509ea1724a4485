"""Other names in a classeur: the title of a note, written into its text, and a theme, on its cards."""

from functools import partial

from aiohttp import web

from crdt.presence import Stamp
from export.note.title import MAX_TITLE, retitled, title_of
from server.binders.list_query import ListQuery
from server.clock import now_ms
from server.errors import BadInputError, ConflictError, NotFoundError, inside
from server.http.access import binder_access
from server.http.answer import led_to, wants_json
from server.http.body import read_form, read_json
from server.http.keys import ENGINE
from server.http.paths import own_path
from server.ids import NoteId
from server.live.keys import ROOMS
from server.live.server_edit import draft_of, write_over
from server.notes import card_news
from server.notes.rules.card_fields import read_fields
from server.rights.access import BinderAccess
from server.storage import binder_list
from server.text.values import line_reader

_read_title = line_reader(MAX_TITLE)


async def put_title(request: web.Request) -> web.Response:
    """POST /c/{token}/notes/title: another first heading, as an edit by this visitor."""
    access = binder_access(request)
    asked = await read_json(request, {"note", "title"})
    note, title = NoteId(str(asked.get("note", ""))), _title(asked.get("title"))
    await _expect_writable(request, access, note)
    async with request.app[ROOMS].visit(note) as open_note:
        draft = await draft_of(open_note)
        before = title_of(draft.text)
        stamp = Stamp(visitor=access.visitor, name=access.name, colour=access.colour)
        await write_over(request.app[ROOMS], open_note, draft, retitled(draft.text, title), stamp=stamp)
    return web.json_response({"title": title, "before": before})


async def put_theme(request: web.Request) -> web.Response:
    """POST /c/{token}/themes: another name for a theme, on each card that has it; a form or JSON."""
    access = binder_access(request)
    fields = await read_json(request, {"from", "to"}) if wants_json(request) else await read_form(request)
    before, after = fields.get("from"), read_fields({"theme": fields.get("to")})["theme"]
    if not isinstance(before, str) or not before:
        raise BadInputError("bad_request", pointer="/from")
    work = partial(
        binder_list.rename_theme,
        binder=access.binder_id,
        before=before,
        after=after,
        at=now_ms(),
        by=access.visitor,
    )
    changed = await request.app[ENGINE].write(work)
    await _tell(request, changed)
    if wants_json(request):
        return web.json_response({"changed": len(changed)})
    return led_to(ListQuery(theme=after).path(own_path(request)))


async def _tell(request: web.Request, changed: list[NoteId]) -> None:
    """Have open pages show the cards, and prints read them anew."""
    await card_news.changed_all(request.app, changed)


def _title(value: object) -> str:
    with inside("title"):
        title = _read_title("title", value)
        if not title or title != title_of(retitled("", title)):
            raise BadInputError("bad_title", most=MAX_TITLE)
    return title


async def _expect_writable(request: web.Request, access: BinderAccess, note: NoteId) -> None:
    """Raises NotFoundError for a note that the classeur does not hold, ConflictError for an archived one."""
    found = await request.app[ENGINE].read(partial(binder_list.held, binder=access.binder_id, ids=[note]))
    if not found:
        raise NotFoundError("no_access")
    if found[0].is_archived:
        raise ConflictError("archived")
