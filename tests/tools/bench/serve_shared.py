"""PostgreSQL behind the server of the load generator, as one server or as a node; imported there only."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from aiohttp import web

from server.http.keys import ENGINE
from server.nodes.plugged import opened
from server.storage.engines.postgres import Postgres
from server.storage.migrations import migrations

_KEY: Final = b"the key of all servers of a run."


@asynccontextmanager
async def on_postgresql(app: web.Application, database: str, *, url: str) -> AsyncIterator[None]:
    """`url` is the address for other nodes, '' where there is none."""
    schema = migrations()[-1].number
    async with (
        Postgres.open(database, fence=0) as engine,
        opened(app, engine, database, url=url, schema=schema, key=_KEY),
    ):
        app[ENGINE] = engine
        yield
