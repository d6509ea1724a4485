"""PostgreSQL engine: the statements of `server.storage` on a database that several machines share."""

from server.storage.engines.postgres.engine import Postgres

__all__ = ["Postgres"]
