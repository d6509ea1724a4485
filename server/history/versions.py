"""Versions of a note: the list with who and when, a name for the text as it is now, and what each said."""

from collections.abc import Mapping
from functools import partial

from aiohttp import hdrs, web

from export.note.title import name_of
from server.clock import now_ms
from server.errors import BadInputError, NotFoundError, inside
from server.history.timeline import TIMELINES
from server.http.access import note_access
from server.http.answer import disposition
from server.http.body import read_json
from server.http.keys import ENGINE
from server.live.keys import ROOMS
from server.secrets.tokens import new_version_id
from server.storage import versions
from server.storage.versions import Kind
from server.text.values import read_name


async def get(request: web.Request) -> web.Response:
    found = await request.app[ENGINE].read(partial(versions.of_note, note=note_access(request).note))
    return web.json_response({"versions": [version.facts() for version in found]})


async def post(request: web.Request) -> web.Response:
    """Keep the text under a name: as it is now, or as it was at a moment of the note's story."""
    access = note_access(request)
    fields = await read_json(request, {"name", "epoch", "moment"})
    with inside("name"):
        name = read_name("name", fields.get("name", ""))
    text, at, seq = await _text(request, fields)
    keep = partial(
        versions.keep,
        note=access.note,
        version=new_version_id(),
        markdown=text,
        kind=Kind.NAMED,
        name=name,
        at=at,
        by=access.visitor,
        seq=seq,
    )
    version = await request.app[ENGINE].write(keep)
    return web.json_response(version.facts(), status=web.HTTPCreated.status_code)


async def _text(request: web.Request, fields: Mapping[str, object]) -> tuple[str, int, int | None]:
    """What is to be kept, its time, and the row of the journal that it stands after where it is past."""
    note = note_access(request).note
    match fields:
        case {"epoch": int(epoch), "moment": int(moment)}:
            past = await request.app[TIMELINES].past(note, epoch, moment)
            return past.text, past.at, past.seq
        case {"epoch": int()}:
            raise BadInputError("bad_moment", pointer="/moment")
        case {"epoch": _} | {"moment": _}:
            raise BadInputError("bad_moment", pointer="/epoch")
        case _:
            return await request.app[ROOMS].markdown(note), now_ms(), None


async def markdown(request: web.Request) -> web.Response:
    number = int(request.match_info["number"])
    read = partial(versions.markdown, note=note_access(request).note, number=number)
    text = await request.app[ENGINE].read(read)
    if text is None:
        raise NotFoundError("not_found")
    name = f"{name_of(text) or 'note'} v{number}"
    headers = {hdrs.CONTENT_DISPOSITION: disposition(name, "md")}
    return web.Response(text=text, content_type="text/markdown", headers=headers)
