"""What is compared: one server or two, on SQLite, PostgreSQL or Redis, each with an empty store."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from tests.tools.bench.install import Work
from tests.tools.bench.machines.stores import postgresql, redis
from tests.tools.bench.person import Site
from tests.tools.bench.probe import ANY_CORE
from tests.tools.bench.servers import POCHETTE, Peer, served, store
from tests.tools.bench.wires import HOCUSPOCUS


class Store(StrEnum):
    """What servers share."""

    FILE = "file"
    POSTGRESQL = "postgresql"
    REDIS = "redis"


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance(Peer):
    """So many servers of the same notes; `is_by_note` where all people of a note come by the same one."""

    servers: int
    store: Store
    is_by_note: bool = False


def instances(work: Work) -> Mapping[str, Instance]:
    """One server on SQLite first: the others are compared with it."""
    all_of_them = (
        _ours("ours", "one server, SQLite", 1, Store.FILE),
        _ours("one", "one server, PostgreSQL", 1, Store.POSTGRESQL),
        _ours("two", "two servers, PostgreSQL", 2, Store.POSTGRESQL),
        replace(
            _ours("by_note", "the same, people of a note come by one server", 2, Store.POSTGRESQL),
            is_by_note=True,
        ),
        Instance(
            name="hocuspocus",
            title="Hocuspocus 4.7, two servers, SQLite and Redis",
            servers=2,
            store=Store.REDIS,
            wire=HOCUSPOCUS,
            command=(str(work.node), str(work.peers / "hocuspocus_redis.mjs")),
        ),
    )
    return {instance.name: instance for instance in all_of_them}


def _ours(name: str, title: str, servers: int, store: Store) -> Instance:
    return Instance(
        name=name,
        title=title,
        servers=servers,
        store=store,
        wire=POCHETTE.wire,
        command=POCHETTE.command,
    )


@contextmanager
def serve(peer: Peer, log: Path, *, rates: bool) -> Iterator[Site]:
    """The servers of an instance, on any core: two and their database do not fit on one."""
    if not isinstance(peer, Instance):
        raise TypeError(f"expected an Instance, got {peer!r}")
    with store() as file, ExitStack() as stack:
        place, environment, store_pid = str(file), dict(peer.environment), None
        match peer.store:
            case Store.FILE:
                pass
            case Store.POSTGRESQL:
                place, store_pid = stack.enter_context(postgresql(file.parent))
                if peer.servers > 1:
                    environment["IS_NODE"] = "1"
            case Store.REDIS:
                port, store_pid = stack.enter_context(redis(file.parent))
                environment["REDIS_PORT"] = str(port)
        peer = replace(peer, environment=environment)
        first, *others = [
            stack.enter_context(served(peer, place, log, rates=rates, core=ANY_CORE))
            for _ in range(peer.servers)
        ]
        yield replace(first, others=tuple(others), store_pid=store_pid, is_by_note=peer.is_by_note)
