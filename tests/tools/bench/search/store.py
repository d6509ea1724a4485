"""Fills the data folder of a server that does not run: notes, cards, journals and classeurs of one device."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import islice
from typing import Final

from crdt.roles import Role
from export.note.card import Card, Status
from server.clock import now_ms
from server.ids import BinderId, DeviceId, NoteId
from server.notes.rules.beginning import NewNote, planned, write
from server.opening import open_engine
from server.settings.config import Config
from server.storage import Db, binders
from server.storage.binders import BinderRow
from server.storage.quota import MOST_IN_BINDER, Quota
from server.storage.rights import grants, openings
from server.targets import BinderTarget, NoteTarget
from tests.tools.bench.search.texts import Text

LOOSE: Final = 500
_TWENTY: Final = 20
_AT_ONCE: Final = 100
_TWO_YEARS_MS: Final = 2 * 365 * 86_400_000
_PAGES: Final = (
    "SELECT tbl_name, sum(pgsize) FROM dbstat JOIN sqlite_schema ON sqlite_schema.name = dbstat.name"
    " WHERE tbl_name LIKE 'search\\_%' ESCAPE '\\' GROUP BY tbl_name ORDER BY tbl_name"
)
_NO_LIMIT: Final = Quota(notes=0, disk=0)


class Layout(StrEnum):
    """Where notes lie: in as few classeurs as may be, in twenty, or in twenty and 500 in none."""

    FEW = "few"
    TWENTY = "twenty"
    LOOSE = "loose"


@dataclass(frozen=True, slots=True)
class Filled:
    """What is in the store; `texts` gives the text of each note."""

    binders: list[BinderId]
    texts: dict[NoteId, Text]


async def fill(config: Config, device: DeviceId, texts: Sequence[Text], layout: Layout) -> Filled:
    """Write a note for each text as the server writes new ones, changed one by one in the last two years."""
    many = -(-len(texts) // MOST_IN_BINDER) if layout is Layout.FEW else _TWENTY
    binder_ids = [BinderId(f"classeur{number:014}") for number in range(many)]
    chance, now = random.Random(3), now_ms()
    planning = list(_planned(texts, binder_ids, loose=LOOSE if layout is Layout.LOOSE else 0))
    async with open_engine(config) as engine:
        await engine.write(partial(_make, device=device, binder_ids=binder_ids, at=now))
        left = iter([(note, now - chance.randrange(_TWO_YEARS_MS)) for note in planning])
        while some := list(islice(left, _AT_ONCE)):
            await engine.write(partial(_write, some=some, device=device))
        await engine.write(_unknown_to_the_index)
    return Filled(binder_ids, {note.id: text for note, text in zip(planning, texts, strict=True)})


def _planned(texts: Sequence[Text], binder_ids: Sequence[BinderId], *, loose: int) -> Iterator[NewNote]:
    statuses = tuple(Status)
    for number, text in enumerate(texts):
        card = Card(theme=text.theme, status=statuses[number % len(statuses)])
        binder = None if number < loose else binder_ids[number % len(binder_ids)]
        yield planned(text.markdown, card, (), binder=binder)


def _make(db: Db, *, device: DeviceId, binder_ids: Sequence[BinderId], at: int) -> None:
    for number, binder in enumerate(binder_ids, 1):
        row = BinderRow(id=binder, name=f"Classeur {number}", created_at=at, changed_at=at)
        binders.insert(db, row)
        grants.grant(db, device, BinderTarget(binder), Role.MANAGE)


def _write(db: Db, *, some: Sequence[tuple[NewNote, int]], device: DeviceId) -> None:
    """Notes of a classeur are the device's by it; it has a right of its own on the loose ones."""
    for note, at in some:
        write(db, note=note, device=None, at=at, quota=_NO_LIMIT)
        if note.binder is None:
            grants.grant(db, device, NoteTarget(note.id), Role.MANAGE)
            openings.opened(db, device, NoteTarget(note.id), note.edit.used, at)


def _unknown_to_the_index(db: Db) -> None:
    """As notes are that were there before the index was."""
    db.execute("DELETE FROM search_changes")


@dataclass(frozen=True, slots=True)
class Sizes:
    """Bytes: of the texts, of the tables of the index, of the whole file, of each table of the index."""

    texts: int
    index: int
    file: int
    tables: dict[str, int]

    @property
    def beside_text(self) -> float:
        return self.index / self.texts


async def sizes(config: Config, filled: Filled) -> Sizes:
    """Count the pages of the tables whose name begins with `search_`, and of their indexes."""
    async with open_engine(config, as_it_is=True) as engine:
        tables = await engine.read(lambda db: {str(name): int(size) for name, size in db.execute(_PAGES)})
    return Sizes(
        texts=sum(len(text.markdown.encode()) for text in filled.texts.values()),
        index=sum(tables.values()),
        file=config.database_file.stat().st_size,
        tables=tables,
    )
