"""A recorded paper as the journal of a note, one entry for each edit, with checksums of some moments."""

import gzip
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from pycrdt import Doc, Text, TransactionEvent

from server.ids import NoteId, VisitorId
from server.opening import open_engine
from server.settings.config import Config
from server.storage import Db, journal

CLIENT: Final = 77
# A commit of one typing person carries few updates.
_IN_A_ROW: Final = 4
_ROWS: Final = 5_000


@dataclass(slots=True)
class Paper:
    """The journal entries; `sums` are the SHA-256 of the text at the requested moments."""

    entries: list[journal.Written] = field(default_factory=list)
    sums: dict[int, str] = field(default_factory=dict)


def read_edits(trace: Path, most: int) -> list[tuple[int, int, int, str]]:
    """Time (ms since 1970), position, deleted count, inserted text."""
    with gzip.open(trace, "rt", encoding="utf-8") as file:
        told: dict[str, Any] = json.load(file)
    return [
        (round(datetime.fromisoformat(txn["time"]).timestamp() * 1000), at, gone, come)
        for txn in told["txns"]
        for at, gone, come in txn["patches"]
    ][:most]


def typed(edits: Sequence[tuple[int, int, int, str]], moments: Collection[int]) -> Paper:
    """Replay the trace into a document. The text is ASCII: positions need no conversion."""
    paper, doc, updates = Paper(), Doc[Text](client_id=CLIENT), []

    def keep(event: TransactionEvent) -> None:
        updates.append(event.update)

    text = doc.get("body", type=Text)
    subscription = doc.observe(keep)
    for number, (at_ms, at, gone, come) in enumerate(edits, 1):
        with doc.transaction():
            if gone:
                del text[at : at + gone]
            if come:
                text.insert(at, come)
        paper.entries.append(journal.Written(VisitorId(""), at_ms, updates.pop()))
        if number in moments:
            paper.sums[number] = sha256(str(text).encode()).hexdigest()
    doc.unobserve(subscription)
    return paper


async def store(paper: Paper, config: Config, note: NoteId) -> None:
    """Write the entries into the journal of an empty note; the server must not run."""
    rows = [paper.entries[at : at + _IN_A_ROW] for at in range(0, len(paper.entries), _IN_A_ROW)]
    async with open_engine(config) as engine:
        for start in range(0, len(rows), _ROWS):
            await engine.write(partial(_append, note=note, rows=rows[start : start + _ROWS], first=start + 1))


def _append(db: Db, *, note: NoteId, rows: Sequence[Sequence[journal.Written]], first: int) -> None:
    for seq, row in enumerate(rows, first):
        claims = {CLIENT: ("", VisitorId(""))} if seq == 1 else {}
        journal.append(db, note, seq, row, claims)
