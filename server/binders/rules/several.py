"""Several notes of a classeur at once: which are held, which may be managed, and the archive."""

from collections.abc import Sequence
from functools import partial

from crdt.roles import Role
from crdt.seat import Close
from server.clock import now_ms
from server.deeds import Done
from server.errors import NotFoundError
from server.ids import BinderId, NoteId
from server.live.revocations import Revocation, Revoker
from server.rights.access import Access, BinderAccess, NoteAccess
from server.storage import Db, Engine, binder_list, ways
from server.storage import archive as rows
from server.storage.binder_list import HeldNote
from server.targets import NoteTarget


def held(db: Db, *, binder: BinderId, ids: Sequence[NoteId], in_trash: bool = False) -> list[HeldNote]:
    """These notes in their order. Raises NotFoundError unless all are of this classeur."""
    found = {one.note: one for one in binder_list.held(db, binder, ids, in_trash=in_trash)}
    if len(found) < len(ids):
        raise NotFoundError("no_access")
    return [found[note] for note in ids]


def may_manage(
    db: Db, *, access: BinderAccess, ids: Sequence[NoteId], proof: str, now: int
) -> frozenset[NoteId]:
    """Those that this device manages, by the classeur or by a right of its own."""
    if access.role.allows(Role.MANAGE):
        return frozenset(ids)
    if access.device is None:
        return frozenset()
    found = {note: ways.strongest(db, access.device, NoteTarget(note), proof=proof, now=now) for note in ids}
    return frozenset(note for note, way in found.items() if way and way.role.allows(Role.MANAGE))


async def archive(
    engine: Engine, revoker: Revoker, *, binder: BinderId, ids: Sequence[NoteId], is_in: bool
) -> Done[None]:
    """Out of the list and only read, or back in it; writers come back with the right that they have then."""
    detail = "the note was archived" if is_in else "the note came out of the archive"
    work = partial(rows.put, binder=binder, notes=ids, at=now_ms() if is_in else None)
    async with revoker.revoking(Revocation(ids, why=Close.CHANGED, detail=detail)):
        await engine.write(work)
    what = "notes-archived" if is_in else "notes-unarchived"
    return Done(what=what, result=None, details={"notes": ids})


def on_note(access: BinderAccess, note: NoteId) -> NoteAccess:
    """The same right on a note of the classeur."""
    return Access(
        link=access.link,
        target=NoteTarget(note),
        role=access.role,
        device=access.device,
        visitor=access.visitor,
        name=access.name,
        colour=access.colour,
        binder=access.binder_id,
    )
