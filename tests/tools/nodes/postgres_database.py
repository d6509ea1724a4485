"""PostgreSQL as the database of a run: the owner of a note, its journal, and the primary."""

from asyncio import to_thread
from collections.abc import Sequence
from contextlib import suppress

import psycopg

from server.storage.journal import RawRow
from tests.tools.nodes.journals import UnreachableError
from tests.tools.nodes.node import Node
from tests.tools.nodes.postgres import Postgres
from tests.tools.nodes.ways import Way

# A look beside a server that hangs must not hold up everybody.
_PATIENCE = "connect_timeout=1 options='-c statement_timeout=1000'"


class PostgresDatabase:
    """It is its own journal. `link` is the way by which the standby follows."""

    def __init__(self, primary: Postgres) -> None:
        self.primary = primary
        self.standby: Postgres | None = None
        self.link: Way | None = None
        self._connection: psycopg.Connection[tuple[object, ...]] | None = None

    @property
    def journal(self) -> "PostgresDatabase":
        return self

    def fail_over(self) -> None:
        """The standby is the primary from now on."""
        assert self.standby is not None
        self.primary, self.standby = self.standby, self.primary
        self._disconnect()

    def rows(self, note: str, after: int = 0) -> list[RawRow]:
        query = "SELECT seq, updates FROM journal WHERE note = %s AND seq > %s ORDER BY seq"
        return [(int(str(seq)), bytes(row)) for seq, row in self._ask(query, note, after)]  # type: ignore[call-overload]

    def owner(self, note: str, nodes: Sequence[Node]) -> Node | None:
        query = "SELECT url FROM owners JOIN nodes USING (node) WHERE thing LIKE '%%' || %s::text"
        try:
            urls = [str(url) for (url,) in self._ask(query, note)]
        except UnreachableError:
            return None
        return next((node for node in nodes if node.node_url in urls), None)

    async def close(self) -> None:
        self._disconnect()
        for server in (self.primary, self.standby):
            if server is not None:
                await to_thread(server.kill)

    def _ask(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """Raises UnreachableError."""
        try:
            if self._connection is None:
                self._connection = psycopg.connect(f"{self.primary.parameters} {_PATIENCE}", autocommit=True)
            return self._connection.execute(query, values).fetchall()
        except psycopg.Error as error:
            self._disconnect()
            raise UnreachableError(str(error)) from None

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(psycopg.Error):
                connection.close()
