"""Brings a database to the newest schema, one numbered file after the other."""

import re
from importlib.resources import files
from typing import Protocol


class NewerSchemaError(Exception):
    """The database was written by a newer Pochette than this one."""


class Migrated(Protocol):
    """What a database must offer to be migrated."""

    def version(self) -> int: ...

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
    """Apply what is missing, each file in a transaction of its own."""
    known = migrations()
    version = database.version()
    newest = known[-1][0]
    if version > newest:
        message = f"the database has schema {version}, this program knows {newest}: install a newer Pochette"
        raise NewerSchemaError(message)
    for number, script in known:
        if number > version:
            database.apply(number, script)
