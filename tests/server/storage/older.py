"""Databases as earlier versions of the program left them."""

import apsw

from server.storage.migrations import Schema, migrations


def apply_until(connection: apsw.Connection, last: int) -> None:
    """Give a new database the schema up to a migration, before there was a table of them."""
    for migration in migrations():
        if 0 < migration.number <= last:
            with connection:
                connection.execute(migration.script)
                connection.execute(f"PRAGMA user_version = {migration.number}")


def apply_each_until(schema: Schema, last: int) -> None:
    """Give a new database of either engine the schema up to a migration, with the table of them."""
    for migration in migrations():
        if migration.number <= last:
            schema.apply(migration.script, [(migration, 1)])
