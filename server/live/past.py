"""The past of a note: rows of its journal with who wrote them, and the chronicle that they make."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from crdt.chronicle import Chronicle
from server.ids import NoteId, VisitorId
from server.storage import Db, erasures, journal
from server.storage.erasures import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """Rows of a note with its state, who wrote under each client id, and under which ones the server did."""

    state: State
    rows: Sequence[journal.Row]
    owners: Mapping[int, VisitorId]
    restorers: Collection[int]


def read_journal(db: Db, *, note: NoteId, after: int = 0) -> Journal:
    """The rows of a note behind row `after`, and who wrote them."""
    rows, owners = list(journal.rows(db, note, after=after)), journal.visitors(db, note)
    restorers = journal.restorers(db, note)
    return Journal(state=erasures.state(db, note), rows=rows, owners=owners, restorers=restorers)


def told(found: Journal) -> Chronicle:
    """The chronicle of a journal. Raises LoadError. Slow: for a thread."""
    chronicle = Chronicle()
    for row in found.rows:
        for written in journal.entries(row):
            chronicle.add(written.update, written.visitor, found.restorers)
    return chronicle
