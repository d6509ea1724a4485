"""The team's classeur: made at the first start with a team, with the notes of the library."""

from dataclasses import dataclass

import structlog

from server.deeds import Done
from server.errors import NotFoundError
from server.ids import NoteId
from server.secrets.tokens import new_binder_id
from server.storage import Db, Engine, binders, members, team
from server.storage.binders import BinderRow

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a start found: the notes that were moved in and those that were left out, and who manages.

    `is_new` where the classeur was made now.
    """

    is_new: bool
    moved: int
    left_out: int
    is_managed: bool


async def prepare(engine: Engine, *, name: str, at: int) -> None:
    """Make the team's classeur where there is none, and log what is to be known about it."""

    def work(db: Db) -> Made:
        return make(db, name=name, at=at)

    made = await engine.write(work)
    if made.is_new:
        _log.info("the team has a classeur", moved=made.moved, left_out=made.left_out)
    if made.left_out:
        _log.info(
            "notes with a classification are not in the team's classeur; `pochette people` lists them",
            left_out=made.left_out,
        )
    if not made.is_managed:
        _log.warning("nobody manages the team's classeur: name somebody with `pochette people manage NAME`")


def make(db: Db, *, name: str, at: int) -> Made:
    """Once, in one transaction. Links, history and epochs of the notes stay as they are.

    A team without members names its first one by itself: see server/visitors/membership.py.
    """
    binder = binders.of_team(db)
    moved = 0
    if is_new := binder is None:
        binder = BinderRow(id=new_binder_id(), name=name, is_team=True, created_at=at, changed_at=at)
        binders.insert(db, binder)
        moved = team.move_library(db, binder.id)
    return Made(
        is_new=is_new,
        moved=moved,
        left_out=len(team.left_out(db)),
        is_managed=members.is_new(db) or bool(team.managers(db, binder.id)),
    )


def put_in(db: Db, binder: BinderRow, note: NoteId) -> Done[None]:
    """Put a note that was left out into the team's classeur after all. Raises NotFoundError for any other."""
    if team.move_library(db, binder.id, only=note) != 1:
        raise NotFoundError("not_found")
    return Done(what="notes-put-in", result=None, details={"notes": [note], "to": binder.id})
