"""What is searched is what may be read: histories by chance, against the right that each address asks for."""

import random
from collections.abc import Iterator

import pytest

from crdt.roles import Role
from server.ids import BinderId, DeviceId
from server.storage import binders, readable, ways
from server.storage.engines.connection import Connection
from server.storage.engines.sqlite import Schema, configure
from server.storage.migrations import migrate
from server.storage.rights import grants
from server.targets import BinderTarget, NoteTarget
from tests.server.search.rights import BINDERS, BROWSERS, NOTES, PROOF, World, rights_of, step

STEPS, WORLDS = 90, 8


@pytest.fixture
def db() -> Iterator[Connection]:
    connection = Connection(":memory:")
    configure(connection)
    migrate(Schema(connection))
    yield connection
    connection.close()


@pytest.mark.first(40)
@pytest.mark.parametrize(
    "seed",
    [*range(WORLDS), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(WORLDS, 400))],
)
def test_it_is_the_right_that_each_address_asks_for(db: Connection, seed: int) -> None:
    world = World(db, random.Random(seed))
    may, may_not = 0, 0
    for number in range(STEPS):
        act = step(world)
        if number % 3:
            continue
        for device in BROWSERS:
            found = readable.readable(db, device, proof=PROOF, now=world.now)
            rights = rights_of(world, device)
            for note, (role, binder) in rights.items():
                assert found.role(note, binder) == role, (note, device, act)
                may, may_not = may + (role is not None), may_not + (role is None)
            assert found.notes.keys() <= {note for note, (role, _) in rights.items() if role}
            assert dict(found.binders) == _of_binders(world, device)
    # In some of the others, drawn by chance too, nobody ever gets a right.
    assert may > 30 or seed >= WORLDS, "chance must give rights here"
    assert may_not > 30


def _of_binders(world: World, device: DeviceId) -> dict[BinderId, Role]:
    found = {}
    for binder in BINDERS:
        row = binders.find(world.db, binder)
        way = ways.strongest(world.db, device, BinderTarget(binder), proof=PROOF, now=world.now)
        if way and way.role.allows(Role.READ) and row and row.trashed_at is None:
            found[binder] = way.role
    return found


def test_it_takes_as_many_statements_for_many_notes_as_for_one(db: Connection) -> None:
    ran: list[str] = []
    world = World(db, random.Random(1))
    for note in NOTES[:1]:
        grants.grant(db, BROWSERS[0], NoteTarget(note), Role.EDIT)
    db.trace_v2(1, lambda event: ran.append(event["sql"]))  # SQLITE_TRACE_STMT
    readable.readable(db, BROWSERS[0], proof=PROOF, now=world.now)
    few, ran[:] = len(ran), []
    for note in NOTES:
        grants.grant(db, BROWSERS[0], NoteTarget(note), Role.EDIT)
    ran.clear()
    found = readable.readable(db, BROWSERS[0], proof=PROOF, now=world.now)
    assert len(found.notes) == len(NOTES)
    assert len(ran) == few <= 6
