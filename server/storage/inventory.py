"""What an instance holds, for its owner's shell: classeurs and notes by their ids, without a title."""

from dataclasses import dataclass

from server.ids import BinderId, NoteId
from server.storage import Db, binder_trash, binders, team
from server.storage.binder_trash import Contents
from server.storage.binders import BinderRow


@dataclass(frozen=True, slots=True, kw_only=True)
class BinderFacts:
    """A classeur in numbers; `left_out` of the team's library are in none, 0 for every other classeur."""

    row: BinderRow
    holds: Contents
    people: int
    managers: int
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFacts:
    """A note, and where it is. Times are milliseconds since 1970."""

    note: NoteId
    binder: BinderId | None
    created_at: int
    changed_at: int
    archived_at: int | None
    trashed_at: int | None


def of_binders(db: Db, *, proof: str, now: int) -> list[BinderFacts]:
    """Every classeur, in the order of their names; those in the trash too."""
    rows = db.execute("SELECT id FROM binders ORDER BY name, id")
    found = [binders.find(db, BinderId(id_)) for (id_,) in list(rows)]
    return [_facts(db, row, proof, now) for row in found if row is not None]


def of_notes(db: Db, *, binder: BinderId | None = None) -> list[NoteFacts]:
    """Every note, or those of one classeur, the latest changed first."""
    of, values = (" WHERE binder = ?", (binder,)) if binder is not None else ("", ())
    rows = db.execute(
        "SELECT id, binder, created_at, changed_at, archived_at, trashed_at FROM notes"  # noqa: S608 - constants
        f"{of} ORDER BY changed_at DESC, id",
        values,
    )
    return [
        NoteFacts(
            note=note,
            binder=holder,
            created_at=created_at,
            changed_at=changed_at,
            archived_at=archived_at,
            trashed_at=trashed_at,
        )
        for note, holder, created_at, changed_at, archived_at, trashed_at in rows
    ]


def orphans(db: Db) -> list[NoteId]:
    """Notes of a classeur that is not there: a program without foreign keys has written in the database."""
    rows = db.execute(
        "SELECT id FROM notes WHERE binder IS NOT NULL AND binder NOT IN (SELECT id FROM binders) ORDER BY id"
    )
    return [NoteId(note) for (note,) in rows]


def _facts(db: Db, row: BinderRow, proof: str, now: int) -> BinderFacts:
    ((managers,),) = db.execute(
        "SELECT count(DISTINCT holders.visitor) FROM grants"
        " JOIN holders ON holders.device = grants.device"
        " JOIN devices ON devices.id = grants.device AND devices.closed_at IS NULL"
        " WHERE grants.target = ? AND grants.role = 'manage'",
        (row.id,),
    )
    return BinderFacts(
        row=row,
        holds=binder_trash.contents(db, row.id, now),
        people=len(binders.people(db, row.id, proof=proof, now=now)),
        managers=managers,
        left_out=len(team.left_out(db)) if row.is_team else 0,
    )
