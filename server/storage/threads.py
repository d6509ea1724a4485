"""Threads of comments beside a note, each at a passage or about the whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from server.ids import NoteId, VisitorId
from server.storage import Db, search_changes, search_index

_FIELDS = (
    "threads.id, threads.number, threads.kind, threads.first_client, threads.first_clock,"
    " threads.last_client, threads.last_clock, threads.quote, threads.proposed, threads.state, threads.at,"
    " threads.by, ended_by.name"
)
_FROM = "FROM threads LEFT JOIN visitors AS ended_by ON ended_by.id = threads.ended_by"


class Kind(StrEnum):
    """A comment on a passage, other words for it, or the talk about the whole note."""

    COMMENT = "comment"
    PROPOSAL = "proposal"
    TALK = "talk"


class State(StrEnum):
    """Only a proposal is accepted or refused."""

    OPEN = "open"
    RESOLVED = "resolved"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Its first and its last letter, as (client, clock), and what it said."""

    first: tuple[int, int]
    last: tuple[int, int]
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """`at` in milliseconds since 1970; `ended_by` is the name of the visitor who closed it."""

    id: str
    number: int
    kind: Kind
    passage: Passage | None
    proposed: str = ""
    state: State = State.OPEN
    at: int
    by: VisitorId
    ended_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One thing that was said; `name` and `colour` are those of `by`, where that is known."""

    id: str
    thread: str
    at: int
    by: VisitorId
    text: str
    is_edited: bool = False
    name: str | None = None
    colour: int = 0


def insert(db: Db, note: NoteId, thread: Thread) -> None:
    """Write it under the next number of its note."""
    first, last = (thread.passage.first, thread.passage.last) if thread.passage else ((None, None),) * 2
    number = "SELECT coalesce(max(number), 0) + 1 FROM threads WHERE note = ?"
    names = "id, note, number, kind, first_client, first_clock, last_client, last_clock, quote, proposed, at"
    db.execute(
        f"INSERT INTO threads ({names}, by)"  # noqa: S608 - constants
        f" VALUES (?, ?, ({number}), {', '.join('?' * 9)})",
        (
            *(thread.id, note, note, thread.kind.value, *first, *last),
            *(thread.passage.quote if thread.passage else "", thread.proposed, thread.at, thread.by),
        ),
    )
    search_changes.add(db, note)


def find(db: Db, note: NoteId, thread: str) -> Thread | None:
    return next(_threads(db, "threads.note = ? AND threads.id = ?", (note, thread)), None)


def talk(db: Db, note: NoteId) -> Thread | None:
    """The one about the whole note, once somebody has begun it."""
    return next(_threads(db, "threads.note = ? AND threads.kind = 'talk'", (note,)), None)


def of_note(db: Db, note: NoteId) -> list[Thread]:
    """In the order in which they were begun."""
    return list(_threads(db, "threads.note = ?", (note,)))


def end(db: Db, thread: str, was: State, state: State, *, at: int, by: VisitorId) -> bool:
    """Give it another state; False where it has no longer the one that it had."""
    changed = db.execute(
        "UPDATE threads SET state = ?, ended_at = ?, ended_by = ? WHERE id = ? AND state = ? RETURNING 1",
        (state.value, at, None if state is State.OPEN else by, thread, was.value),
    )
    return bool(list(changed))


def place(
    db: Db,
    note: NoteId,
    thread: str,
    first: tuple[int, int],
    last: tuple[int, int],
    *,
    was: tuple[tuple[int, int], tuple[int, int]] | None = None,
) -> bool:
    """Its passage stands between other letters now; False where it no longer stands where it `was`."""
    here = " AND first_client = ? AND first_clock = ? AND last_client = ? AND last_clock = ?" if was else ""
    changed = db.execute(
        "UPDATE threads SET first_client = ?, first_clock = ?, last_client = ?, last_clock = ?"  # noqa: S608
        f" WHERE note = ? AND id = ? AND kind <> 'talk'{here} RETURNING 1",
        (*first, *last, note, thread, *((*was[0], *was[1]) if was else ())),
    )
    return bool(list(changed))


def say(db: Db, comment: Comment) -> None:
    db.execute(
        "INSERT INTO comments (id, thread, at, by, text) VALUES (?, ?, ?, ?, ?)",
        (comment.id, comment.thread, comment.at, comment.by, comment.text),
    )
    search_changes.add(db, _note_of(db, comment.thread))


def said(db: Db, note: NoteId) -> list[Comment]:
    """Everything that was said beside a note, the oldest first."""
    rows = db.execute(
        "SELECT comments.id, comments.thread, comments.at, comments.by, comments.text, comments.edited_at,"
        " visitors.name, coalesce(visitors.colour, 0) FROM comments"
        " JOIN threads ON threads.id = comments.thread"
        " LEFT JOIN visitors ON visitors.id = comments.by"
        " WHERE threads.note = ? ORDER BY comments.at, comments.id",
        (note,),
    )
    return [_comment(row) for row in rows]


def count(db: Db, note: NoteId) -> int:
    ((number,),) = db.execute(
        "SELECT count(*) FROM comments JOIN threads ON threads.id = comments.thread WHERE threads.note = ?",
        (note,),
    )
    return int(number)


def rewrite(db: Db, comment: str, text: str, *, at: int) -> None:
    changed = db.execute(
        "UPDATE comments SET text = ?, edited_at = ? WHERE id = ? RETURNING thread", (text, at, comment)
    )
    for (thread,) in list(changed):
        search_index.forget_comments(db, _note_of(db, thread))


def unsay(db: Db, comment: Comment) -> None:
    """Delete it; a thread in which nothing is said any more goes too."""
    search_index.forget_comments(db, _note_of(db, comment.thread))
    db.execute("DELETE FROM comments WHERE id = ?", (comment.id,))
    left = "SELECT 1 FROM comments WHERE comments.thread = threads.id"
    db.execute(f"DELETE FROM threads WHERE id = ? AND NOT EXISTS ({left})", (comment.thread,))  # noqa: S608


def _note_of(db: Db, thread: str) -> NoteId:
    ((note,),) = db.execute("SELECT note FROM threads WHERE id = ?", (thread,))
    return NoteId(note)


def _threads(db: Db, where: str, values: tuple[str, ...]) -> Iterator[Thread]:
    query = f"SELECT {_FIELDS} {_FROM} WHERE {where} ORDER BY threads.number"
    for id_, number, kind, *place, quote, proposed, state, at, by, ended_by in db.execute(query, values):
        yield Thread(
            id=id_,
            number=number,
            kind=Kind(kind),
            passage=_passage(place, quote),
            proposed=proposed,
            state=State(state),
            at=at,
            by=VisitorId(by),
            ended_by=ended_by,
        )


def _passage(place: list[int | None], quote: str) -> Passage | None:
    match place:
        case [int(a), int(b), int(c), int(d)]:
            return Passage(first=(a, b), last=(c, d), quote=quote)
        case _:
            return None


def _comment(row: tuple[Any, ...]) -> Comment:
    id_, thread, at, by, text, edited_at, name, colour = row
    return Comment(
        id=id_,
        thread=thread,
        at=at,
        by=VisitorId(by),
        text=text,
        is_edited=edited_at is not None,
        name=name,
        colour=colour,
    )
