"""Databases of both engines: what uses one of these fixtures runs on each."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from server.storage import Db, Engine
from tests.databases import Databases
from tests.postgresql import Cluster
from tests.server.both_engines import databases

__all__ = ["databases"]


@pytest.fixture
def cluster(postgresql: Callable[[], Cluster]) -> Cluster:
    return postgresql()


@pytest.fixture
def url(cluster: Cluster) -> Iterator[str]:
    """A new database of PostgreSQL."""
    with cluster.database() as url:
        yield url


@pytest.fixture
def db(databases: Databases) -> Iterator[Db]:
    """A new database; each statement is committed at once."""
    with databases.new() as db:
        yield db


@pytest.fixture
async def engine(databases: Databases, tmp_path: Path) -> AsyncIterator[Engine]:
    async with databases.opened(tmp_path / "x.db") as engine:
        yield engine
