"""An instance of many small notes with their index: the folder of data of a stopped server."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from server.clock import now_ms
from server.ids import DeviceId
from server.links.rules.instance_key import seal_for
from server.opening import open_engine
from server.settings.config import Config
from server.settings.database_url import DatabaseUrl
from server.storage import Db
from tests.tools.bench.machines.filling import fill, index

# Of so many notes one has been in the trash for longer than it stays there.
TRASHED: Final = 4
READERS: Final = 3
_DAY_MS: Final = 86_400_000


async def filled(data: Path, many: int) -> None:
    """So many notes of thirty words, a quarter of them in the trash, as the server writes and indexes."""
    data.mkdir(mode=0o700)  # noqa: ASYNC240 - alone in its loop
    config = Config(data=data)
    async with open_engine(config) as engine:
        await seal_for(engine, config)
        devices = await engine.write(_devices)
        await fill(engine, devices[0], many, shared=0)
        await engine.write(partial(_open, devices=devices, at=now_ms()))
        await index(engine)
        await engine.write(partial(_put_away, at=now_ms() - 40 * _DAY_MS))


async def indexed(data: str, url: str) -> None:
    """The search index of a database without one, as its server makes it; `url` is "" for a file."""
    config = Config(data=Path(data), database=DatabaseUrl(url) if url else None)
    async with open_engine(config) as engine:
        await index(engine)


def _devices(db: Db) -> list[DeviceId]:
    made = [DeviceId(f"device{number}") for number in range(READERS)]
    db.execute("INSERT INTO visitors (id, name, colour, created_at) VALUES ('visitor', NULL, 1, 1)")
    for device in made:
        db.execute(
            "INSERT INTO devices (id, secret_hash, visitor, created_at, seen_at)"
            " VALUES (?, ?, 'visitor', 1, 1)",
            (device, device.encode()),
        )
    return made


def _open(db: Db, *, devices: Sequence[DeviceId], at: int) -> None:
    """Every note by every device, by one of its links."""
    for device in devices:
        db.execute(
            "INSERT INTO openings (device, target, link, opened_at, generation, since)"
            " SELECT ?, target, min(links.id), ?, 1, ? FROM links JOIN targets ON targets.id = links.target"
            " WHERE targets.note IS NOT NULL GROUP BY target",
            (device, at, at),
        )


def _put_away(db: Db, *, at: int) -> None:
    for number, (note,) in enumerate(list(db.execute("SELECT id FROM notes ORDER BY id"))):
        if number % TRASHED == 0:
            db.execute("UPDATE notes SET trashed_at = ? WHERE id = ?", (at, note))
