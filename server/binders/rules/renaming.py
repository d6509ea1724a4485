"""Other names in a classeur: the title of a note, written into its text, and a theme, on its cards."""

from functools import partial

from crdt.presence import Stamp
from export.note.title import retitled, title_of
from server.errors import ConflictError, NotFoundError
from server.ids import NoteId
from server.live.rooms import Rooms
from server.live.server_edit import draft_of, write_over
from server.rights.access import BinderAccess
from server.storage import Db, Engine, binder_list


async def retitle(engine: Engine, rooms: Rooms, access: BinderAccess, note: NoteId, title: str) -> str:
    """Another first heading, as an edit by this visitor; which it was before.

    Raises NotFoundError for a note that the classeur does not hold, ConflictError for an archived one.
    """
    found = await engine.read(partial(binder_list.held, binder=access.binder_id, ids=[note]))
    if not found:
        raise NotFoundError("no_access")
    if found[0].is_archived:
        raise ConflictError("archived")
    async with rooms.visit(note) as open_note:
        draft = await draft_of(open_note)
        stamp = Stamp(visitor=access.visitor, name=access.name, colour=access.colour)
        await write_over(rooms, open_note, draft, retitled(draft.text, title), stamp=stamp)
    return title_of(draft.text)


def rename_theme(db: Db, *, access: BinderAccess, before: str, after: str, at: int) -> list[NoteId]:
    """Another name for a theme, on each card that has it; which those are."""
    binder, by = access.binder_id, access.visitor
    return binder_list.rename_theme(db, binder, before=before, after=after, at=at, by=by)
