"""Pochettes of a classeur: one begins there, empty or as another one was, and moves in and out."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from crdt.roles import Role
from crdt.seat import Close
from server.clock import now_ms
from server.deeds import Done
from server.errors import ConflictError, ForbiddenError, NotFoundError
from server.folders.rules.agenda import keep_numbers
from server.folders.rules.beginning import new_row, stand_alone
from server.ids import BinderId, FolderId
from server.live.revocations import Revocation, Revoker
from server.rights.access import FolderAccess
from server.secrets.tokens import new_item_id
from server.storage import Db, Engine, binder_folders, binder_moves, binders, folders, losses, ways
from server.storage.folders import FolderRow
from server.storage.rights import grants
from server.storage.shown_items import is_withdrawn
from server.targets import BinderTarget, FolderTarget

# A pochette that is made after another one prints as it does; what it says of its own day is left empty.
_KEPT: Final = (
    *("audience", "classification", "format", "cover", "contents", "two_sided", "since", "code"),
    *("paragraph_numbers", "holes"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A new pochette; `left_out`: how many notes of the one before are not readable any more."""

    folder: FolderId
    left_out: int = 0


def begin(
    db: Db, *, binder: BinderId, values: Mapping[str, Any], source: FolderId | None, at: int
) -> Done[Begun]:
    """A pochette in the classeur, empty or as `source` is.

    Raises NotFoundError for one that is not in the classeur.
    """
    before = _in_binder(db, binder, source) if source is not None else None
    row = new_row({**(_as_before(before) if before else {}), **values})
    folders.insert(db, row)
    binders.put_folder(db, row.id, binder)
    found = folders.items(db, before.id) if before else []
    shown = [item for item in found if not is_withdrawn(db, item, at)]
    binder_folders.copy_items(db, shown, row.id, [new_item_id() for _ in shown], at)
    keep_numbers(db, row.id)
    begun = Begun(folder=row.id, left_out=len(found) - len(shown))
    details = {"subject": str(FolderTarget(row.id)), "binder": binder}
    return Done(what="folder-made", result=begun, details=details)


async def move(
    engine: Engine, revoker: Revoker, *, access: FolderAccess, to: BinderId | None, proof: str
) -> Done[None]:
    """Into a classeur or, by None, out of it; by who manages both.

    Raises NotFoundError for a classeur that this device does not know, ForbiddenError, ConflictError.
    """
    work = partial(_move, access=access, to=to, proof=proof, now=now_ms())
    ends = Revocation([access.folder], why=Close.CHANGED, detail="the pochette has moved")
    async with revoker.revoking(ends):
        await engine.write(work)
    return Done(what="folder-moved", result=None, details={"to": to or ""})


def _move(db: Db, *, access: FolderAccess, to: BinderId | None, proof: str, now: int) -> None:
    """Raises NotFoundError for a classeur that this device does not know, ForbiddenError, ConflictError."""
    if losses.freezes(db, access.target, now):
        raise ConflictError("frozen")
    holder = binders.holding(db, access.target)
    for binder in {one for one in (to, holder.id if holder else None) if one is not None}:
        _expect_managed(db, access, binder, proof, now)
    binder_moves.put(db, access.target, to, by=access.device, at=now)
    folders.touch(db, access.folder, now)
    if to is None and not grants.is_managed(db, access.target):
        stand_alone(db, access.folder, access.device, now)


def _in_binder(db: Db, binder: BinderId, folder: FolderId) -> FolderRow:
    holder, row = binders.holding(db, FolderTarget(folder)), folders.find(db, folder)
    if row is None or holder is None or holder.id != binder:
        raise NotFoundError("not_in_binder")
    return row


def _as_before(row: FolderRow) -> dict[str, Any]:
    """A pochette without a day keeps its title too: it has no other name."""
    kept = _KEPT if row.day else (*_KEPT, "title")
    return {name: getattr(row, name) for name in kept}


def _expect_managed(db: Db, access: FolderAccess, binder: BinderId, proof: str, now: int) -> None:
    target = BinderTarget(binder)
    way = ways.strongest(db, access.device, target, proof=proof, now=now) if access.device else None
    row = binders.find(db, binder)
    if way is None or row is None or row.trashed_at is not None:
        raise NotFoundError("no_access")
    if not way.role.allows(Role.MANAGE):
        raise ForbiddenError("not_your_binder")
