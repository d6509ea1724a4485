"""What leaves a classeur: its archive, and the classeur itself when it is deleted."""

from collections.abc import Callable
from functools import partial

from crdt.seat import Close
from server.binders.rules.binders import row_of
from server.clock import now_ms
from server.deeds import Done
from server.errors import BadInputError, NotFoundError, inside
from server.ids import BinderId, NoteId
from server.live.revocations import Revocation, Revoker
from server.storage import Db, Engine, archive, binder_trash, binders
from server.targets import BinderTarget
from server.visitors.freeze import unfrozen


def bring_back(db: Db, *, binder: BinderId, note: NoteId) -> Done[None]:
    """A note of the archive is back in the list. Raises NotFoundError."""
    if not archive.bring_back(db, binder, note):
        raise NotFoundError("not_in_archive")
    return Done(what="note-unarchived", result=None, details={"note": note})


async def delete(
    engine: Engine, revoker: Revoker, *, binder: BinderId, typed: str, record: Callable[[Db], None]
) -> None:
    """To the trash, by who types its name; connections by it end first.

    `record` writes the line of the audit log in the same transaction. Raises NotFoundError, BadInputError for
    another name, ConflictError while a loss is pending.
    """
    row = await engine.read(partial(row_of, binder=binder))
    with inside("name"):
        _expect_name(typed, row.name)
    await unfrozen(engine, BinderTarget(binder))
    ends = Revocation([binder], why=Close.WITHDRAWN, detail="the classeur was moved to the trash")
    async with revoker.revoking(ends):
        await engine.write(partial(_put, binder=binder, at=now_ms(), record=record))


def _expect_name(typed: str, name: str) -> None:
    """Raises BadInputError unless the name was typed; case and spaces do not matter."""
    if " ".join(typed.split()).casefold() != " ".join(name.split()).casefold():
        raise BadInputError("other_name")


def _put(db: Db, *, binder: BinderId, at: int, record: Callable[[Db], None]) -> None:
    if binders.find(db, binder) is not None:
        binder_trash.put(db, binder, at)
        record(db)
