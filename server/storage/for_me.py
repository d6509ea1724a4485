"""What was said to a visitor beside notes: candidates by one query, and up to when they have seen it."""

from collections.abc import Collection
from dataclasses import dataclass

from server.ids import BinderId, DeviceId, NoteId, VisitorId
from server.storage import Db
from server.storage.devices import SHARING
from server.storage.sql import marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A comment of somebody else on a note that a device may know; `at` in milliseconds since 1970.

    `is_answer`: the visitor had spoken in its thread before. `is_first`: it began the thread.
    """

    note: NoteId
    binder: BinderId | None
    title: str
    number: int
    at: int
    name: str
    text: str
    is_answer: bool
    is_first: bool


def said(db: Db, device: DeviceId, own: Collection[VisitorId], *, is_member: bool, since: int) -> list[Said]:
    """Comments of others that answer the visitor or name somebody, latest first; `own` are the visitor's ids.

    Of no note in the trash or the archive. Whether the device may still read each is another question.
    """
    ids = marks(own)
    team = " UNION SELECT id FROM binders WHERE is_team = 1" if is_member else ""
    answers = (
        f"EXISTS (SELECT 1 FROM comments AS before WHERE before.thread = comments.thread"  # noqa: S608 - marks
        f" AND before.by IN ({ids}) AND before.at < comments.at)"
    )
    rows = db.execute(
        f"WITH known (target) AS (SELECT target FROM openings WHERE device IN ({SHARING})"  # noqa: S608
        f" UNION SELECT target FROM grants WHERE device IN ({SHARING}){team}),"
        " near (id, binder, title) AS (SELECT id, binder, title FROM notes"
        "  WHERE id IN (SELECT target FROM known) AND trashed_at IS NULL AND archived_at IS NULL"
        " UNION SELECT id, binder, title FROM notes WHERE binder IN (SELECT target FROM known)"
        "  AND trashed_at IS NULL AND archived_at IS NULL)"
        " SELECT threads.note, near.binder, near.title, threads.number, comments.at,"
        f" coalesce(visitors.name, ''), comments.text, {answers},"
        " NOT EXISTS (SELECT 1 FROM comments AS before"
        "  WHERE before.thread = comments.thread AND before.at < comments.at)"
        " FROM near JOIN threads ON threads.note = near.id JOIN comments ON comments.thread = threads.id"
        " LEFT JOIN visitors ON visitors.id = comments.by"
        f" WHERE comments.at > ? AND comments.by NOT IN ({ids})"
        f" AND (replace(comments.text, '@', '') <> comments.text OR {answers})"
        " ORDER BY comments.at DESC, comments.id",
        (device, device, *own, since, *own, *own),
    )
    return [
        Said(
            note=note,
            binder=binder,
            title=title,
            number=number,
            at=at,
            name=name,
            text=text,
            is_answer=bool(is_answer),
            is_first=bool(is_first),
        )
        for note, binder, title, number, at, name, text, is_answer, is_first in rows
    ]


def seen_at(db: Db, device: DeviceId) -> int:
    """Up to when the visitor of a device has seen it (ms since 1970), 0 for never."""
    rows = db.execute(
        "SELECT seen_for_me.at FROM seen_for_me JOIN devices ON devices.visitor = seen_for_me.visitor"
        " WHERE devices.id = ?",
        (device,),
    )
    return next((at for (at,) in rows), 0)


def see(db: Db, visitor: VisitorId, at: int) -> None:
    """Remember the latest that they have seen; never an earlier one."""
    db.execute(
        "INSERT INTO seen_for_me (visitor, at) VALUES (?, ?) ON CONFLICT (visitor) DO UPDATE SET at ="
        " CASE WHEN excluded.at > seen_for_me.at THEN excluded.at ELSE seen_for_me.at END",
        (visitor, at),
    )
