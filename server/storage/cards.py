"""The card of each note, as rows; a note without a row has an empty one."""

import json
from dataclasses import dataclass, field
from typing import Any

from export.note.card import Card, Status
from server.ids import NoteId, VisitorId
from server.storage import Db, versions
from server.storage.versions import VersionRow

_FIELDS = "kind, theme, audience, authors, deck, classification, budget_pages, status, other"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRow:
    """The card, and the version that was frozen last, if one was. Times are milliseconds since 1970."""

    card: Card = field(default_factory=Card)
    frozen: VersionRow | None = None

    def facts(self) -> dict[str, Any]:
        """As pages and programs read it."""
        card, frozen = self.card, self.frozen
        return {
            "kind": card.kind,
            "theme": card.theme,
            "audience": card.audience,
            "authors": list(card.authors),
            "deck": card.deck,
            "classification": card.classification,
            "budget": card.budget,
            "status": card.status.value,
            "frozen": frozen and frozen.facts(),
        }


def find(db: Db, note: NoteId) -> CardRow:
    query = f"SELECT {_FIELDS} FROM cards WHERE note = ?"  # noqa: S608 - a constant
    cards = [_card(row) for row in db.execute(query, (note,))]
    return CardRow(card=cards[0] if cards else Card(), frozen=versions.last_frozen(db, note))


def put(db: Db, note: NoteId, card: Card, *, at: int, by: VisitorId) -> None:
    names = f"note, {_FIELDS}, changed_at, changed_by"
    db.execute(
        f"INSERT OR REPLACE INTO cards ({names}) VALUES ({', '.join('?' * 12)})",  # noqa: S608 - a constant
        (
            *(note, card.kind, card.theme, card.audience, "\n".join(card.authors), card.deck),
            *(card.classification, card.budget, card.status.value),
            *(json.dumps(dict(card.other), ensure_ascii=False), at, by),
        ),
    )


def status(db: Db, note: NoteId) -> Status:
    rows = db.execute("SELECT status FROM cards WHERE note = ?", (note,))
    return next((Status(value) for (value,) in rows), Status.DRAFT)


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


def _card(row: tuple[Any, ...]) -> Card:
    kind, theme, audience, authors, deck, classification, budget, status_, other = row
    return Card(
        kind=kind,
        theme=theme,
        audience=audience,
        authors=tuple(authors.splitlines()),
        deck=deck,
        classification=classification,
        budget=budget,
        status=Status(status_),
        other={
            name: tuple(value) if isinstance(value, list) else value
            for name, value in json.loads(other).items()
        },
    )
