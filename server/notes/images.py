"""Pictures of a note: POST /n/{token}/images brings one, GET /n/{token}/image/{id} shows it."""

from functools import partial
from typing import Final

from aiohttp import hdrs, web

from export.note.pictures import named_in
from export.process.one_shot import Done
from server.clock import now_ms
from server.errors import NotFoundError
from server.http.access import note_access
from server.http.keys import ENGINE, JOBS
from server.http.recheck import check_again
from server.http.uploads import read_upload
from server.ids import NoteId
from server.notes.rules.pictures import check_room
from server.rights.access import NoteAccess
from server.storage import Db, files
from server.storage.files import File
from server.visitors.askers import asker_of

MOST_BYTES: Final = 12 << 20
# The right is asked for each time; what is there already comes no second time.
_CACHE = "private, no-cache"


async def upload(request: web.Request) -> web.Response:
    """Keep a picture, written anew, and tell how the text shows it."""
    brought = await read_upload(request, MOST_BYTES)
    access = note_access(request)
    done = await request.app[JOBS].run("picture", brought.content, asker=await asker_of(request))
    file = to_file(done, brought.name)
    await check_again(request)
    await request.app[ENGINE].write(partial(_keep, access=access, file=file, at=now_ms()))
    told = {"id": file.id, "address": f"image/{file.id}", "width": file.width, "height": file.height}
    return web.json_response(told, status=web.HTTPCreated.status_code)


async def show(request: web.Request) -> web.Response:
    """The bytes of a picture; needs the right to read the note."""
    return await shown(request, note_access(request).note)


async def shown(request: web.Request, note: NoteId) -> web.Response:
    """A picture of the note. Raises NotFoundError."""
    id_ = request.match_info["id"]
    headers = {hdrs.CACHE_CONTROL: _CACHE, hdrs.ETAG: f'"{id_}"'}
    look = request.app[ENGINE].read
    if request.headers.get(hdrs.IF_NONE_MATCH) == f'"{id_}"':
        if await look(partial(files.has, note=note, id_=id_)):
            return web.Response(status=web.HTTPNotModified.status_code, headers=headers)
        raise NotFoundError("no_picture")
    found = await look(partial(files.find, note=note, id_=id_))
    if found is None:
        raise NotFoundError("no_picture")
    kind, content = found
    return web.Response(body=content, content_type=kind, headers=headers)


def addressed(html: str, note: str) -> str:
    """The body of a page with the addresses of its pictures; what the text itself says is escaped."""
    return html.replace('<img src="image/', f'<img src="{note}/image/')


async def pictures(app: web.Application, note: NoteId, text: str) -> dict[str, bytes]:
    """The bytes of every picture of the note that a text shows, by ID."""
    ids = named_in(text)
    return await app[ENGINE].read(partial(files.named, note=note, ids=ids)) if ids else {}


def to_file(done: Done, name: str) -> File:
    """A picture as the errand gave it back."""
    return File(name=name, content=done.parts[0], **done.facts)


def _keep(db: Db, *, access: NoteAccess, file: File, at: int) -> None:
    if not files.has(db, access.note, file.id):
        check_room(file, files.taken(db, access.note))
        files.insert(db, access.note, file, by=access.visitor, at=at)
