"""Notes that are written as the server writes them, and an index that has read them all."""

from pathlib import Path

from server.ids import DeviceId
from server.storage import Db
from server.storage.engines.sqlite import Sqlite
from tests.tools.bench.machines.copies import multiply
from tests.tools.bench.machines.filling import fill, index


async def test_a_filled_database_has_its_notes_and_copies_and_an_index_of_all(tmp_path: Path) -> None:
    async with Sqlite.open(tmp_path / "store.db") as engine:
        device = await engine.write(_device)
        filled = await fill(engine, device, 45, shared=5)
        await index(engine)
        await multiply(engine, 2)
        held = await engine.read(_counts)

    assert len(filled.shared) == 5
    assert held == {
        "notes": 125,
        "notes of a classeur": 120,
        "notes that the device manages": 5,
        "texts": 125,
        "indexed": 125,
        "to be indexed": 0,
    }


def _device(db: Db) -> DeviceId:
    device = DeviceId("device")
    db.execute("INSERT INTO visitors (id, name, colour, created_at) VALUES ('visitor', NULL, 1, 1)")
    db.execute(
        "INSERT INTO devices (id, secret_hash, visitor, created_at, seen_at) VALUES (?, ?, 'visitor', 1, 1)",
        (device, b"secret"),
    )
    return device


def _counts(db: Db) -> dict[str, int]:
    counted = {
        "notes": "SELECT count(*) FROM notes",
        "notes of a classeur": "SELECT count(*) FROM notes WHERE binder IS NOT NULL",
        "notes that the device manages": "SELECT count(*) FROM grants JOIN notes ON notes.id = target",
        "texts": "SELECT count(DISTINCT note) FROM journal",
        "to be indexed": "SELECT count(*) FROM search_changes",
        "indexed": "SELECT count(*) FROM search_notes",
    }
    return {name: int(next(iter(db.execute(query)))[0]) for name, query in counted.items()}
