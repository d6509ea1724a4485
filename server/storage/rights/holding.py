"""The classeur that holds a target: what is granted there counts on the target too."""

from collections.abc import Iterable
from typing import Final

from server.ids import BinderId
from server.storage import Db
from server.storage.rights.targets import row_of
from server.storage.sql import marks
from server.targets import BinderTarget, Target, target_of

_HELD: Final = (
    "SELECT targets.note, targets.folder, coalesce(notes.binder, folders.binder) AS binder FROM targets"
    " LEFT JOIN notes ON notes.id = targets.note LEFT JOIN folders ON folders.id = targets.folder"
    " WHERE targets.id IN ({})"
)


def held(target: Target) -> str:
    """A query for the classeur of a target, by its id, also one in the trash; NULL where it is in none."""
    return _HELD.format(row_of(target))


def kept_in(db: Db, target: Target) -> BinderId | None:
    """The classeur of a note or a pochette, also one in the trash."""
    return next((binder for *_, binder in db.execute(held(target), (target.id,))), None)


def holder_each(db: Db, targets: Iterable[Target]) -> dict[Target, BinderTarget]:
    """The classeur of each of these that one holds. One in the trash gives nothing."""
    ids = [target.id for target in targets]
    rows = db.execute(
        f"SELECT note, folder, held.binder FROM ({_HELD.format(marks(ids))}) AS held"  # noqa: S608 - marks
        " JOIN binders ON binders.id = held.binder AND binders.trashed_at IS NULL",
        ids,
    )
    return {target_of(note, folder, None): BinderTarget(binder) for note, folder, binder in rows}


def managed_with(db: Db, target: Target) -> tuple[str, ...]:
    """The ids whose managers manage a target: its own, and that of the classeur that holds it."""
    holder = holder_each(db, [target]).get(target)
    return (target.id, holder.id) if holder else (target.id,)
