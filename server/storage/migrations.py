"""Brings a database to the newest schema, one numbered file after the other."""

import re
from collections.abc import Collection
from importlib.resources import files
from typing import Final, Protocol

from server.storage import DatabaseError

# In every version of the schema.
_OURS: Final = "journal"


class SchemaError(DatabaseError):
    """The database is not one that this program can use as it is; the message says why."""


class NewerSchemaError(SchemaError):
    """The database was written by a newer Pochette than this one."""


class OlderSchemaError(SchemaError):
    """The database was written by an older Pochette, and may not be changed now."""


class ForeignSchemaError(SchemaError):
    """The database was written by another program."""


class Migrated(Protocol):
    """What a database must offer to be migrated."""

    def version(self) -> int: ...

    def tables(self) -> Collection[str]: ...

    def apply(self, version: int, script: str, /) -> None: ...


def migrations() -> list[tuple[int, str]]:
    """Every migration as (number, SQL), in order."""
    found = [
        (int(match[1]), entry.read_text("utf-8"))
        for entry in (files("server.storage") / "schema").iterdir()
        if (match := re.fullmatch(r"(\d{4})-[a-z0-9-]+\.sql", entry.name))
    ]
    return sorted(found)


def migrate(database: Migrated) -> None:
    """Apply what is missing, each file in a transaction of its own. Raises SchemaError."""
    version = version_of(database)
    for number, script in migrations():
        if number > version:
            database.apply(number, script)


def expect_newest(database: Migrated) -> None:
    """Change nothing. Raises SchemaError for a database that would have to be migrated."""
    version, newest = version_of(database), migrations()[-1][0]
    if not version:
        raise OlderSchemaError("it is empty: no server has stored anything in it")
    if version < newest:
        raise OlderSchemaError(
            f"it has schema {version}, this program needs {newest}: start the server once, which updates it"
        )


def version_of(database: Migrated) -> int:
    """The version of a database of ours; 0 for an empty one. Raises SchemaError."""
    version, newest, tables = database.version(), migrations()[-1][0], database.tables()
    if tables and (version == 0 or _OURS not in tables):
        raise ForeignSchemaError("it is a database of another program")
    if version > newest:
        raise NewerSchemaError(
            f"it has schema {version}, this program knows {newest}: install a newer Pochette"
        )
    return version
