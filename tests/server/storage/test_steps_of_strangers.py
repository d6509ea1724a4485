"""What is done for a stranger at an own address is the same whatever is there, so that no clock tells."""

from collections.abc import Iterator

import pytest

from server.ids import BinderId, DeviceId, NoteId, VisitorId
from server.storage import binders, devices, notes, ways
from server.storage.binders import BinderRow
from server.storage.devices import Device
from server.storage.engines.connection import Connection
from server.storage.engines.sqlite import Schema, configure
from server.storage.migrations import migrate
from server.targets import NoteTarget

pytestmark = pytest.mark.sqlite("its own count of steps")

STRANGER = DeviceId("stranger")
_STATEMENT = 1


@pytest.fixture
def db() -> Iterator[Connection]:
    connection = Connection(":memory:")
    configure(connection)
    migrate(Schema(connection))
    devices.insert(
        connection, Device(id=STRANGER, visitor=VisitorId("v"), name=None, colour=1, seen_at=1), b"x", ""
    )
    row = BinderRow(id=BinderId("b"), name="Classeur", created_at=1, changed_at=1)
    binders.insert(connection, row)
    for note in ("loose", "inside"):
        notes.insert(connection, NoteId(note), "", 1)
    binders.put_note(connection, NoteId("inside"), row.id)
    yield connection
    connection.close()


def asked(db: Connection, note: str, proof: str) -> list[str]:
    """The statements, without the values that they are asked with."""
    said: list[str] = []
    db.trace_v2(_STATEMENT, lambda event: said.append(event["sql"]))
    try:
        found = ways.strongest(db, STRANGER, NoteTarget(NoteId(note)), proof=proof, now=2)
    finally:
        db.trace_v2(0)
    assert found is None
    return said


@pytest.mark.parametrize("proof", ["", "of a team"])
def test_a_note_of_a_classeur_a_loose_one_and_none_are_asked_for_alike(db: Connection, proof: str) -> None:
    inside = asked(db, "inside", proof)
    assert len(inside) > 2
    assert asked(db, "loose", proof) == inside
    assert asked(db, "nowhere", proof) == inside
