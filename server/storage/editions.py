"""Editions: printed copies of a note or a pochette, each with the exact text and card."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from server.ids import BinderId, EditionId, LinkId, NoteId, VisitorId
from server.storage import Db, edition_words
from server.targets import Target, columns_of, target_of

_FIELDS = (
    "editions.id, editions.note, editions.folder, editions.number, editions.version, editions.printed_at,"
    " editions.format, editions.recipient, editions.options, editions.card, editions.markdown,"
    " editions.generation, editions.closed_at, coalesce(visitors.name, '')"
)
_FROM = "FROM editions LEFT JOIN visitors ON visitors.id = editions.printed_by"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One row. Times are milliseconds since 1970; `card` is what the head of the sheet says, as JSON can."""

    id: EditionId
    target: Target
    number: int = 0
    version: str
    printed_at: int
    format: str = "note"
    recipient: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    card: Mapping[str, Any] = field(default_factory=dict)
    markdown: str
    generation: int = 1
    closed_at: int | None = None
    by: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the code on the sheet still answers."""
        return self.closed_at is None


def insert(db: Db, edition: Edition, *, by: VisitorId, text_hash: bytes) -> Edition:
    """Write it under the next number of its target."""
    last = f"SELECT coalesce(max(number), 0) + 1 FROM editions WHERE {_of(edition.target)}"  # noqa: S608
    names = "id, note, folder, number, version, printed_at, printed_by, format, recipient, options, card,"
    db.execute(
        f"INSERT INTO editions ({names} markdown, text_hash)"  # noqa: S608 - constants
        f" VALUES (?, ?, ?, ({last}), {', '.join('?' * 9)})",
        (
            *(edition.id, *columns_of(edition.target)[:2], edition.target.id, edition.version),
            *(edition.printed_at, by, edition.format, edition.recipient),
            *(_json(edition.options), _json(edition.card), edition.markdown, text_hash),
        ),
    )
    written = find(db, edition.id)
    assert written is not None, "it was just written"  # noqa: S101
    return written


def find(db: Db, edition: EditionId) -> Edition | None:
    rows = db.execute(f"SELECT {_FIELDS} {_FROM} WHERE editions.id = ?", (edition,))
    return next(_editions(rows), None)


def numbered(db: Db, target: Target, number: int) -> Edition | None:
    query = f"SELECT {_FIELDS} {_FROM} WHERE editions.{_of(target)} AND editions.number = ?"
    return next(_editions(db.execute(query, (target.id, number))), None)


def before(db: Db, edition: Edition) -> Edition | None:
    """The last edition before it with another text: copies of one text follow each other."""
    query = (
        f"SELECT {_FIELDS} {_FROM} WHERE editions.{_of(edition.target)} AND editions.number < ?"
        " ORDER BY editions.markdown <> ? DESC, editions.number DESC LIMIT 1"
    )
    return next(_editions(db.execute(query, (edition.target.id, edition.number, edition.markdown))), None)


def last(db: Db, target: Target) -> Edition | None:
    return next(iter(of_target(db, target, most=1)), None)


def numbers_paragraphs(db: Db, target: Target) -> bool:
    """Whether its last print named passages by numbers."""
    query = f"SELECT options FROM editions WHERE {_of(target)} ORDER BY number DESC LIMIT 1"  # noqa: S608
    return any(bool(json.loads(options).get("numbers")) for (options,) in db.execute(query, (target.id,)))


def of_target(db: Db, target: Target, *, most: int = sys.maxsize) -> list[Edition]:
    """The latest first."""
    query = f"SELECT {_FIELDS} {_FROM} WHERE editions.{_of(target)} ORDER BY editions.number DESC LIMIT ?"
    return list(_editions(db.execute(query, (target.id, most))))


def handed(db: Db, target: Target, recipient: str, *, most: int) -> list[Edition]:
    """The copies of a recipient, the latest first."""
    query = (
        f"SELECT {_FIELDS} {_FROM} WHERE editions.{_of(target)} AND editions.recipient = ?"
        " ORDER BY editions.number DESC LIMIT ?"
    )
    return list(_editions(db.execute(query, (target.id, recipient, most))))


def handed_in(db: Db, binder: BinderId, recipient: str, *, most: int) -> list[Edition]:
    """The copies that a recipient had of the pochettes of a classeur, the latest first."""
    query = (
        f"SELECT {_FIELDS} {_FROM} JOIN folders ON folders.id = editions.folder"
        " WHERE folders.binder = ? AND editions.recipient = ?"
        " ORDER BY editions.printed_at DESC, editions.id LIMIT ?"
    )
    return list(_editions(db.execute(query, (binder, recipient, most))))


def last_numbers(db: Db, note: NoteId) -> dict[str, int]:
    """For each version of a note that was printed, the number of its last edition."""
    query = "SELECT version, max(number) FROM editions WHERE note = ? GROUP BY version"
    return dict(db.execute(query, (note,)))


def forget(db: Db, edition: EditionId) -> None:
    """It was never printed."""
    edition_words.forget(db, edition)
    db.execute("DELETE FROM editions WHERE id = ?", (edition,))


def forget_note(db: Db, note: NoteId) -> None:
    """Delete the title and the card of a note from the prints of pochettes: the note is deleted for good."""
    query = "SELECT id, card FROM editions WHERE folder IN (SELECT folder FROM folder_items WHERE note = ?)"
    for id_, text in list(db.execute(query, (note,))):
        card = json.loads(text)
        card["notes"] = [said for said in card["notes"] if said["note"] != note]
        db.execute("UPDATE editions SET card = ? WHERE id = ?", (_json(card), id_))


def of_link(db: Db, target: Target, link: LinkId) -> Edition | None:
    """The last edition by a print link, if the code on it still answers."""
    rows = db.execute(
        f"SELECT id, options FROM editions WHERE {_of(target)} AND closed_at IS NULL ORDER BY number DESC",  # noqa: S608
        (target.id,),
    )
    by_link = [EditionId(id_) for id_, options in rows if json.loads(options).get("link") == link]
    return find(db, by_link[0]) if by_link else None


def close(db: Db, target: Target, number: int, *, at: int) -> None:
    """The code on the sheet, or on the cover, answers no more."""
    db.execute(
        f"UPDATE editions SET closed_at = ? WHERE {_of(target)} AND number = ? AND closed_at IS NULL",  # noqa: S608
        (at, target.id, number),
    )


def _of(target: Target) -> str:
    """The condition for its rows: each kind of target has a column of its name."""
    return f"{target.kind} = ?"


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(dict(value), ensure_ascii=False, sort_keys=True)


def _editions(rows: Iterable[tuple[Any, ...]]) -> Iterator[Edition]:
    for row in rows:
        id_, note, folder, number, version, printed_at, format_, recipient, *rest = row
        options, card, markdown, generation, closed_at, by = rest
        yield Edition(
            id=id_,
            target=target_of(note, folder, None),
            number=number,
            version=version,
            printed_at=printed_at,
            format=format_,
            recipient=recipient,
            options=json.loads(options),
            card=json.loads(card),
            markdown=markdown,
            generation=generation,
            closed_at=closed_at,
            by=by,
        )
