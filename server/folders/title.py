"""Title of a target: that of the note, or what the pochette or classeur is called."""

from functools import partial

from aiohttp import web

from export.note.title import name_of as name_of_note
from server.errors import NotFoundError
from server.folders.folders import row_of
from server.http.keys import ENGINE
from server.links.handlers.target_name import name_of
from server.live.keys import ROOMS
from server.storage import binders
from server.targets import BinderTarget, FolderTarget, NoteTarget, Target


async def title_of(request: web.Request, target: Target) -> str:
    """In the reader's language; that of a note as it is this moment. Raises NotFoundError."""
    match target:
        case NoteTarget(note):
            return name_of_note(await request.app[ROOMS].markdown(note))
        case FolderTarget(folder):
            return name_of(request, await row_of(request.app, folder))
        case BinderTarget(binder):
            row = await request.app[ENGINE].read(partial(binders.find, binder=binder))
            if row is None:
                raise NotFoundError("no_link")
            return row.name
