"""Cards: the metadata of a note, one row each; a note without a row has an empty card."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Final, assert_never

from export.note.card import FIELDS, Card, Field, Kind, Status
from server.ids import NoteId, VisitorId
from server.storage import Db, search_changes, versions
from server.storage.sql import excluded, marks
from server.storage.versions import VersionRow


def column_of(field: Field) -> str:
    """The column of a field, named after its unit where it is a number."""
    return f"{field.name}_pages" if field.kind is Kind.PAGES else field.name


_COLUMNS: Final = {field.name: column_of(field) for field in FIELDS}
_ALL: Final = ", ".join((*_COLUMNS.values(), "other"))
COLUMNS: Final = ", ".join(f"cards.{column}" for column in _ALL.split(", "))
"""Those of `cards` that its fields are in, for statements over many notes."""
# Those with words of people.
USER_TEXT: Final = (
    *(_COLUMNS[field.name] for field in FIELDS if field.kind in {Kind.LINE, Kind.NAMES}),
    "other",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRow:
    """The card, and the version that was frozen last, if one was. Times are milliseconds since 1970."""

    card: Card = field(default_factory=Card)
    frozen: VersionRow | None = None

    def facts(self) -> dict[str, Any]:
        """As pages and programs read it."""
        said = {field.name: _as_json(getattr(self.card, field.name)) for field in FIELDS}
        return {**said, "frozen": self.frozen and self.frozen.facts()}


def find(db: Db, note: NoteId) -> CardRow:
    query = f"SELECT {_ALL} FROM cards WHERE note = ?"  # noqa: S608 - a constant
    cards = [_card(row) for row in db.execute(query, (note,))]
    return CardRow(card=cards[0] if cards else Card(), frozen=versions.last_frozen(db, note))


def put(db: Db, note: NoteId, card: Card, *, at: int, by: VisitorId) -> None:
    names = f"{_ALL}, changed_at, changed_by"
    values = [_as_column(getattr(card, field.name)) for field in FIELDS]
    values += [json.dumps(dict(card.other), ensure_ascii=False), at, by]
    query = f"INSERT INTO cards (note, {names}) VALUES (?{', ?' * len(values)})"  # noqa: S608 - constants
    replacing = f" ON CONFLICT (note) DO UPDATE SET {excluded(names.split(', '))}"
    db.execute(query + replacing, (note, *values))
    search_changes.add(db, note)


def status(db: Db, note: NoteId) -> Status:
    return statuses(db, [note])[note]


def statuses(db: Db, notes: Collection[NoteId]) -> dict[NoteId, Status]:
    """Of each of these notes."""
    query = f"SELECT note, status FROM cards WHERE note IN ({marks(notes)})"  # noqa: S608 - marks
    rows = db.execute(query, list(notes))
    return dict.fromkeys(notes, Status.DRAFT) | {note: Status(value) for note, value in rows}


def of_notes(db: Db, notes: Collection[NoteId]) -> dict[NoteId, Card]:
    """The card of each of these notes."""
    query = f"SELECT note, {_ALL} FROM cards WHERE note IN ({marks(notes)})"  # noqa: S608 - marks
    rows = db.execute(query, list(notes))
    return dict.fromkeys(notes, Card()) | {note: _card(tuple(row)) for note, *row in rows}


def ready_text(db: Db, note: NoteId) -> bytes | None:
    """The hash of the text that is ready to print; None where the status says something else."""
    if status(db, note) is not Status.READY:
        return None
    frozen = versions.last_frozen(db, note)
    return frozen.text_hash if frozen else b""


def reopen(db: Db, note: NoteId, *, at: int) -> CardRow | None:
    """The text goes on after it was frozen: it is to be reviewed again. None where somebody has said so."""
    if status(db, note) is not Status.READY:
        return None
    db.execute(
        "UPDATE cards SET status = ?, changed_at = ? WHERE note = ?", (Status.TO_REVIEW.value, at, note)
    )
    return find(db, note)


def _as_json(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _as_column(value: object) -> object:
    """Names stand one a line; SQLite takes no kind of string but its own."""
    match value:
        case tuple():
            return "\n".join(value)
        case str():
            return str(value)
        case _:
            return value


def _card(row: tuple[Any, ...]) -> Card:
    *columns, other = row
    values = {field.name: _value(field, column) for field, column in zip(FIELDS, columns, strict=True)}
    return Card(**values, other=_read_other(other))


def _value(field: Field, column: Any) -> Any:
    match field.kind:
        case Kind.LINE | Kind.PAGES:
            return column
        case Kind.NAMES:
            return tuple(column.splitlines())
        case Kind.STATUS:
            return Status(column)
        case unknown:
            assert_never(unknown)


def _read_other(other: str) -> dict[str, str | tuple[str, ...]]:
    said = json.loads(other).items()
    return {name: tuple(value) if isinstance(value, list) else value for name, value in said}
