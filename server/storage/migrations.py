"""Brings a database to the newest schema: a new one by one script, others by numbered files in turn."""

import re
from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256
from importlib.resources import files
from typing import Final, NamedTuple, Protocol

from server.clock import now_ms
from server.storage import DatabaseError, Db, RefusedRowsError

# The words of SQLite in the files, and how PostgreSQL spells them; STRICT is how it is without being told.
POSTGRESQL: Final = {
    " STRICT, WITHOUT ROWID": "",
    " STRICT": "",
    "INTEGER": "BIGINT",
    "BLOB": "BYTEA",
    "REAL": "DOUBLE PRECISION",
    "x''": "''",
    "randomblob(32)": "sha256(gen_random_uuid()::text::bytea)",
}
# Those that take something away: a server that does not know one cannot run beside one that does.
ALONE: Final = frozenset({44})
# The table of the migrations themselves, and one that is in every version of the schema.
_RECORD: Final = "schema_migrations"
_OURS: Final = "journal"


class SchemaError(DatabaseError):
    """The database is not one that this program can use as it is; the message says why."""


class NewerSchemaError(SchemaError):
    """The database was written by a newer Pochette than this one."""


class OlderSchemaError(SchemaError):
    """The database was written by an older Pochette, and may not be changed now."""


class OtherSchemaError(SchemaError):
    """The database was made by a build that had another migration under the same number."""


class ForeignSchemaError(SchemaError):
    """The database was written by another program."""


class RefusedMigrationError(SchemaError):
    """A migration does not take the rows that there are; it has changed nothing."""


class Migration(NamedTuple):
    """One file of `schema`. Once it is released its statements never change."""

    number: int
    name: str
    script: str

    @property
    def hash(self) -> str:
        """SHA-256 of the statements, without comments and layout, in hex."""
        statements = " ".join(re.sub(r"--.*", "", self.script).split())
        return sha256(statements.encode()).hexdigest()


class Baseline(NamedTuple):
    """`schema.sql`: the tables as migration `number` leaves them, for a database that has none."""

    number: int
    script: str


class Schema(Protocol):
    """The schema of an open database, as its engine reads and changes it."""

    def tables(self) -> Collection[str]: ...

    def applied(self) -> Mapping[int, str]:
        """Number -> hash of each row of `schema_migrations`."""

    def version_before(self) -> int:
        """The last migration of a database from before `schema_migrations`, 0 for none."""

    def apply(self, script: str, done: Iterable[tuple[Migration, int | None]], /) -> None:
        """Run a script and record migrations, each with the time, in one transaction."""


def migrations() -> list[Migration]:
    """Every migration, in order."""
    found = [
        Migration(int(match[1]), match[2], entry.read_text("utf-8"))
        for entry in (files("server.storage") / "schema").iterdir()
        if (match := re.fullmatch(r"(\d{4})-([a-z0-9-]+)\.sql", entry.name))
    ]
    return sorted(found)


def baseline() -> Baseline:
    """The script of a new database. Its first line names the migration, so that newer ones follow it."""
    script = (files("server.storage") / "schema.sql").read_text("utf-8")
    number = re.match(r"-- After migration (\d{4}):", script)
    assert number is not None, "the first line of schema.sql names a migration"  # noqa: S101
    return Baseline(int(number[1]), script)


def migrate(schema: Schema, up_to: int | None = None) -> None:
    """Apply what is missing, each file in a transaction of its own. Raises SchemaError.

    A database without tables gets those of `schema.sql`, all in one. `up_to` is the last migration that is
    applied, for rows of an older schema; without it that is the newest.
    """
    version_of(schema)
    wanted = [one for one in migrations() if up_to is None or one.number <= up_to]
    tables = schema.tables()
    if not tables and (new := baseline()).number <= wanted[-1].number:
        schema.apply(new.script, [(one, now_ms()) for one in wanted if one.number <= new.number])
    elif _RECORD not in tables:
        record, *every = wanted
        before = [(one, None) for one in every if one.number <= schema.version_before()]
        schema.apply(record.script, [(record, now_ms()), *before])
    done = schema.applied()
    for migration in wanted:
        if migration.number not in done:
            try:
                schema.apply(migration.script, [(migration, now_ms())])
            except RefusedRowsError as error:
                raise RefusedMigrationError(
                    f"schema {migration.number} ({migration.name}) does not take its rows: {error}"
                ) from error


def expect_newest(schema: Schema) -> None:
    """Change nothing. Raises SchemaError for a database that would have to be migrated."""
    if not version_of(schema):
        raise OlderSchemaError("it is empty: no server has stored anything in it")
    expect_newest_or_empty(schema)


def expect_newest_or_empty(schema: Schema) -> None:
    """Change nothing. Raises SchemaError for a database of an earlier version."""
    version, newest = version_of(schema), migrations()[-1].number
    if version and version < newest:
        raise OlderSchemaError(
            f"it has schema {version}, this program needs {newest}: start the server once, which updates it"
        )


def applied_since(db: Db, at: int) -> int | None:
    """The last migration that was applied since then (ms since 1970), None where none was."""
    number: int | None
    ((number,),) = db.execute("SELECT max(number) FROM schema_migrations WHERE applied_at >= ?", (at,))
    return number


def version_of(schema: Schema) -> int:
    """The number of the last migration of a database of ours; 0 for an empty one. Raises SchemaError."""
    tables, known = set(schema.tables()), {one.number: one.hash for one in migrations()}
    if tables - {_RECORD} and _OURS not in tables:
        raise ForeignSchemaError("it is a database of another program")
    applied = schema.applied() if _RECORD in tables else {}
    version, newest = max(applied, default=schema.version_before()), max(known)
    if tables and not applied and not version:
        raise ForeignSchemaError("it is a database of another program")
    if version > newest:
        raise NewerSchemaError(
            f"it has schema {version}, this program knows {newest}: install a newer Pochette"
        )
    for number, hash_ in applied.items():
        if known.get(number) != hash_:
            raise OtherSchemaError(
                f"its schema {number} is not the one of this program: it is of another build"
            )
    return version
