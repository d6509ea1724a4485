"""A cluster of PostgreSQL with many notes, and two servers that can run on it; a folder may be kept."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from aiohttp import ClientSession

from server.ids import BinderId, DeviceId
from server.secrets.tokens import Seal
from server.settings.key_files import key_of
from server.storage.engines.postgres import Postgres
from tests.server.nodes.serving import Node, serving
from tests.tools.bench.machines.copies import multiply
from tests.tools.bench.machines.filling import fill, index
from tests.tools.nodes.postgres import DATABASE, USER
from tests.tools.nodes.postgres import Postgres as Cluster
from tests.visitor import Visitor

WRITTEN: Final = 20_000
"""Notes that are written one by one, each with a text of its own; more than that are copies."""


@dataclass(frozen=True, slots=True)
class Place:
    """`shared` are addresses to edit notes that are in no classeur; `cookie` is of the device of the rest."""

    folder: Path
    cluster: Cluster
    cookie: Mapping[str, str]
    binders: Sequence[BinderId]
    shared: Sequence[str]

    @property
    def url(self) -> str:
        return f"postgresql://{USER}@127.0.0.1:{self.cluster.port}/{DATABASE}"

    @property
    def postgresql_pid(self) -> int:
        return int((self.cluster.folder / "data" / "postmaster.pid").read_text("ascii").split()[0])

    @contextmanager
    def served(self) -> Iterator[Sequence[Node]]:
        """Two servers, with data folders of this run."""
        own = self.folder / f"run-{secrets.token_hex(4)}"
        own.mkdir(mode=0o700)
        key = own / "instance.key"
        key.write_bytes((self.folder / "instance.key").read_bytes())
        key.chmod(0o600)
        with serving(own, self.url) as nodes:
            yield nodes


@asynccontextmanager
async def made(keep: Path | None, many: int, *, shared: int) -> AsyncIterator[Place]:
    """The place in this folder, or a new one of so many notes."""
    with TemporaryDirectory(prefix="pochette-bench-") as temporary:
        folder = keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)  # PostgreSQL runs as somebody else
        cluster, kept = Cluster(folder / "postgresql"), folder / "place.json"
        is_there = kept.exists()
        if is_there:
            cluster.port = int(json.loads(kept.read_text("ascii"))["port"])
        await asyncio.to_thread(cluster.start if is_there else cluster.make)
        try:
            if not is_there:
                kept.write_text(json.dumps(await _filled(folder, cluster, many, shared)), "ascii")
            told = json.loads(kept.read_text("ascii"))
            yield Place(folder, cluster, told["cookie"], told["binders"], told["shared"])
        finally:
            await asyncio.to_thread(cluster.stop)


async def _filled(folder: Path, cluster: Cluster, many: int, shared: int) -> dict[str, object]:
    place = Place(folder, cluster, {}, (), ())
    seal = Seal(key_of(folder / "instance.key"))
    with place.served() as (node, _):
        async with ClientSession() as session:
            visitor = await Visitor.come(session, node.url)
            (device,) = await visitor.devices()
    async with Postgres.open(place.url) as engine:
        filled = await fill(engine, DeviceId(device), min(many, WRITTEN), shared=shared)
        await index(engine)
        await multiply(engine, -(-(many - shared) // (WRITTEN - shared)) - 1 if many > WRITTEN else 0)
    cluster.execute("VACUUM ANALYZE")
    return {
        "port": cluster.port,
        "cookie": visitor.cookie,
        "binders": list(filled.binders),
        "shared": [seal.token(link.id, link.generation) for link in filled.shared],
    }
