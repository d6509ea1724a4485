"""Rows of `targets`: one for each note, pochette and classeur, made with it and deleted with it."""

from dataclasses import dataclass
from typing import Final

from server.storage import Db
from server.targets import KINDS, Target, columns_of

_KIND: Final = " ".join(f"WHEN {kind} IS NOT NULL THEN '{kind}'" for kind in KINDS)

_STANDING: Final = (
    "SELECT coalesce(notes.trashed_at, binders.trashed_at) IS NOT NULL, notes.archived_at IS NOT NULL"
    " FROM targets LEFT JOIN notes ON notes.id = targets.note"
    " LEFT JOIN binders ON binders.id = targets.binder WHERE targets.id = ({})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a target is: in the trash, which a pochette never is, or in the archive, as notes may be."""

    exists: bool
    is_in_trash: bool
    is_archived: bool


NOWHERE: Final = Standing(exists=False, is_in_trash=False, is_archived=False)


def target_of(table: str) -> str:
    """Two columns of a query, `named` takes them: the target of a row of this table.

    The kind is looked up for each row that comes out. PostgreSQL, of a join, reads all targets instead.
    """
    return f"{table}.target, (SELECT CASE {_KIND} END FROM targets WHERE targets.id = {table}.target)"  # noqa: S608 - constants


def named(id_: str, kind: str) -> Target:
    """The target that `target_of` told."""
    return KINDS[kind].of(id_)


def row_of(target: Target) -> str:
    """A query for the id of its row, by that id. Where the id is of another kind there is none.

    The id in an address is what somebody wrote there: what they may do with a note gives nothing on a
    classeur "of the same id".
    """
    return f"SELECT id FROM targets WHERE id = ? AND {target.kind} IS NOT NULL"  # noqa: S608 - a column


def standing(db: Db, target: Target) -> Standing:
    """Where it is now, as every right on it asks."""
    for is_in_trash, is_archived in db.execute(_STANDING.format(row_of(target)), (target.id,)):
        return Standing(exists=True, is_in_trash=bool(is_in_trash), is_archived=bool(is_archived))
    return NOWHERE


def insert(db: Db, target: Target) -> None:
    """Let rights be on a note, a pochette or a classeur that was just inserted."""
    db.execute(
        "INSERT INTO targets (id, note, folder, binder) VALUES (?, ?, ?, ?)", (target.id, *columns_of(target))
    )
