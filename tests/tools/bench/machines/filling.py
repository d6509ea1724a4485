"""Fills a database with thousands of notes as the server writes new ones, most of them in classeurs."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from crdt.roles import Role
from export.note.card import Card
from server.clock import now_ms
from server.ids import BinderId, DeviceId
from server.live.rooms import Rooms
from server.notes.rules.beginning import NewNote, planned, write
from server.search.rules.indexer import Indexer, State
from server.storage import Db, Engine, binders
from server.storage.binders import BinderRow
from server.storage.quota import Quota
from server.storage.rights import grants, openings
from server.storage.rights.links import Link
from server.targets import BinderTarget, NoteTarget

BINDERS: Final = 20
OWN: Final = 500
"""Notes in no classeur that the home page of the device lists."""
WORDS: Final = 30
_AT_ONCE: Final = 200
_TWO_YEARS_MS: Final = 2 * 365 * 86_400_000
_NO_LIMIT: Final = Quota(notes=0, disk=0)
_VOCABULARY: Final = (
    "atelier budget calendrier commune conseil contrat culture dossier école énergie équipe forêt halle"
    " jardin lecture marché mobilité musée note parcelle place plan projet quartier rapport réunion rivière"
    " salle séance sentier terrain travaux vallée ville voisin"
)


@dataclass(frozen=True, slots=True)
class Filled:
    """`shared` are the links to edit of the notes that are in no classeur, in the order of their making."""

    binders: Sequence[BinderId]
    shared: Sequence[Link]


async def fill(engine: Engine, device: DeviceId, many: int, *, shared: int) -> Filled:
    """So many notes, `shared` of them in no classeur. The device has the classeurs, `OWN` of the others."""
    binder_ids = [BinderId(f"classeur{number:014}") for number in range(BINDERS)]
    chance, now = random.Random(5), now_ms()
    await engine.write(partial(_make, device=device, binder_ids=binder_ids, at=now))
    edit: list[Link] = []
    for first in range(0, many, _AT_ONCE):
        some = [
            (note, now - chance.randrange(_TWO_YEARS_MS))
            for note in _planned(range(first, min(many, first + _AT_ONCE)), binder_ids, shared, chance)
        ]
        edit += [link for note, _ in some for link in note.links if link.role is Role.EDIT]
        await engine.write(partial(_write, some=some, device=device, own=max(0, OWN - first)))
    return Filled(binder_ids, edit)


async def index(engine: Engine) -> None:
    """Have the search index built by its own code, without its rests."""
    async with Rooms.open(engine) as rooms:
        indexer = Indexer(engine, rooms)
        while await indexer.look() is not None and indexer.state is not State.OK:
            pass
        indexer.close()


def _planned(
    numbers: Sequence[int], binder_ids: Sequence[BinderId], shared: int, chance: random.Random
) -> Iterator[NewNote]:
    vocabulary = _VOCABULARY.split()
    for number in numbers:
        words = chance.choices(vocabulary, k=WORDS)
        text = f"# Note {number}\n\n{' '.join(words)}.\n"
        binder = None if number < shared else binder_ids[number % len(binder_ids)]
        yield planned(text, Card(theme=words[0]), (), binder=binder)


def _make(db: Db, *, device: DeviceId, binder_ids: Sequence[BinderId], at: int) -> None:
    for number, binder in enumerate(binder_ids, 1):
        binders.insert(db, BinderRow(id=binder, name=f"Classeur {number}", created_at=at, changed_at=at))
        grants.grant(db, device, BinderTarget(binder), Role.MANAGE)


def _write(db: Db, *, some: Sequence[tuple[NewNote, int]], device: DeviceId, own: int) -> None:
    for number, (note, at) in enumerate(some):
        write(db, note=note, device=None, at=at, quota=_NO_LIMIT)
        if note.binder is None and number < own:
            grants.grant(db, device, NoteTarget(note.id), Role.MANAGE)
            openings.opened(db, device, NoteTarget(note.id), note.edit.used, at)
