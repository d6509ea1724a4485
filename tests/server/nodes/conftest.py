"""A PostgreSQL for the tests of this folder, and a database for each of them."""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple
from uuid import uuid4

import psycopg
import pytest
from aiohttp import ClientSession

from tests.server.nodes.living import TABLES, until
from tests.server.nodes.postgres import Postgres, running
from tests.server.nodes.serving import Node, serving


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with running() as postgres:
        yield postgres


class _Shared(NamedTuple):
    nodes: list[Node]
    database: str


@pytest.fixture(scope="session")
def shared(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Shared]:
    """Two servers on one database; a test that harms them leaves them as they were."""
    url = postgres.create("shared")
    with serving(tmp_path_factory.mktemp("nodes"), url) as nodes:
        yield _Shared(nodes, url)


@pytest.fixture
async def nodes(shared: _Shared) -> list[Node]:
    """Both, in health: the test before may have harmed them."""
    for node in shared.nodes:
        await until(partial(_is_well, node))
    return shared.nodes


async def _is_well(node: Node) -> bool:
    async with ClientSession() as session, session.get(f"{node.url}/health") as answer:
        return answer.status == 200


@pytest.fixture
def served_database(shared: _Shared) -> str:
    """The address of theirs."""
    return shared.database


@pytest.fixture
def database(postgres: Postgres) -> str:
    """The address of a database with the tables of nodes."""
    url = postgres.create(f"nodes_{uuid4().hex}")
    with psycopg.connect(url) as db:
        db.execute(TABLES.encode())
    return url
