"""A PostgreSQL for the tests of this folder, and a database for each of them."""

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest

from tests.server.nodes.postgres import PROGRAMS, Postgres, running

TABLES = """
CREATE TABLE nodes (node BIGINT PRIMARY KEY, url TEXT NOT NULL, schema INTEGER NOT NULL,
    alive_until TIMESTAMPTZ NOT NULL);
CREATE TABLE fences (node BIGINT PRIMARY KEY);
CREATE TABLE owners (thing TEXT PRIMARY KEY, node BIGINT NOT NULL);
"""


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    if not PROGRAMS.exists():
        pytest.skip("PostgreSQL 17 is not installed")
    with running() as postgres:
        yield postgres


@pytest.fixture
def database(postgres: Postgres) -> str:
    """The address of a database with the tables of nodes."""
    url = postgres.create(f"nodes_{uuid4().hex}")
    with psycopg.connect(url) as db:
        db.execute(TABLES)
    return url
