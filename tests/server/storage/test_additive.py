"""Migrations only add, but for those of `ALONE`: servers of the release before go on beside newer ones."""

from collections.abc import Callable, Collection, Iterator
from importlib.resources import files
from typing import Any, Final, NamedTuple

import pytest
from postgast import parse
from postgast.pg_query_pb2 import (
    CONSTR_DEFAULT,
    CONSTR_NOTNULL,
    CONSTR_NULL,
    AT_AddColumn,
)

from server.storage import Db
from server.storage.engines.postgres.connection import connect
from server.storage.engines.postgres.schema import Schema, in_its_words
from server.storage.migrations import ALONE, migrations
from tests.databases import of_postgresql
from tests.postgresql import Cluster

# The last one that does not: all servers are stopped before it, which the changelog says.
BASE: Final = max(ALONE)
# CASCADE and SET NULL, as the parser of PostgreSQL names them.
_ON_DELETE: Final = "cn"


def objections(script: str) -> list[str]:
    """Why what runs beside it could fail on it; nothing where it only adds."""
    made: set[str] = set()
    return [why for raw in parse(in_its_words(script)).stmts for why in _against(raw.stmt, made)]


def _against(statement: Any, made: set[str]) -> Iterator[str]:
    kind = statement.WhichOneof("node")
    body = getattr(statement, kind)
    match kind:
        case "create_stmt":
            made.add(body.relation.relname)
            yield from _references(body, made)
        case "index_stmt" if body.unique and body.relation.relname not in made:
            yield f"{body.relation.relname}: what it writes may be there twice"
        case "index_stmt" | "insert_stmt" | "update_stmt":
            return
        case "alter_table_stmt" if body.relation.relname not in made:
            for command in body.cmds:
                yield from _change(body.relation.relname, command.alter_table_cmd)
        case "alter_table_stmt":
            return
        case _:
            yield f"{kind} takes something away or renames it"


def _references(table: Any, made: Collection[str]) -> Iterator[str]:
    """Who does not know a table deletes rows that it refers to."""
    for element in table.table_elts:
        own = element.column_def.constraints if element.HasField("column_def") else [element]
        for one in own:
            referred = one.constraint.pktable.relname
            if referred and referred not in made and one.constraint.fk_del_action not in _ON_DELETE:
                yield f"{table.relation.relname}: {referred} cannot be deleted from by who does not know it"


def _change(table: str, command: Any) -> Iterator[str]:
    if command.subtype != AT_AddColumn:
        yield f"{table}: it is altered otherwise than by a new column"
        return
    column = getattr(command, "def").column_def
    kinds = {one.constraint.contype for one in column.constraints}
    if kinds - {CONSTR_DEFAULT, CONSTR_NOTNULL, CONSTR_NULL}:
        yield f"{table}.{column.colname}: it constrains what who does not know it writes"
    if CONSTR_NOTNULL in kinds and CONSTR_DEFAULT not in kinds:
        yield f"{table}.{column.colname}: who does not know it writes no value"


def test_every_migration_since_several_servers_share_a_database_only_adds() -> None:
    found = {
        one.number: told for one in migrations() if one.number > BASE and (told := objections(one.script))
    }
    assert found == {}
    ours = (files("server.storage.engines.postgres") / "nodes.sql").read_text("utf-8")
    assert objections(ours) == []


@pytest.mark.parametrize(
    ("statement", "objection"),
    [
        ("DROP TABLE pairings", "takes something away"),
        ("DROP INDEX owners_by_node", "takes something away"),
        ("ALTER TABLE notes RENAME COLUMN title TO name", "takes something away"),
        ("DELETE FROM links", "takes something away"),
        ("ALTER TABLE notes DROP COLUMN title", "altered otherwise"),
        ("ALTER TABLE notes ALTER COLUMN pages TYPE INTEGER", "altered otherwise"),
        ("ALTER TABLE notes ADD CONSTRAINT counted CHECK (pages > 0)", "altered otherwise"),
        ("ALTER TABLE notes ADD COLUMN due INTEGER NOT NULL", "writes no value"),
        ("ALTER TABLE notes ADD COLUMN due INTEGER NOT NULL DEFAULT 0 CHECK (due > 0)", "constrains"),
        ("CREATE UNIQUE INDEX titles ON notes (title)", "there twice"),
        ("CREATE TABLE marks (note TEXT PRIMARY KEY REFERENCES notes (id)) STRICT", "cannot be deleted from"),
        (
            "CREATE TABLE marks (n TEXT, FOREIGN KEY (n) REFERENCES notes (id)) STRICT",
            "cannot be deleted from",
        ),
        ("CREATE TABLE marks (n TEXT REFERENCES notes (id) ON DELETE CASCADE) STRICT", ""),
        ("CREATE TABLE a (id TEXT UNIQUE) STRICT; CREATE TABLE b (a TEXT REFERENCES a (id)) STRICT", ""),
        ("CREATE TABLE a (id TEXT) STRICT; CREATE UNIQUE INDEX b ON a (id)", ""),
        (
            "ALTER TABLE notes ADD COLUMN a INTEGER; ALTER TABLE notes ADD COLUMN b TEXT NOT NULL DEFAULT ''",
            "",
        ),
        ("CREATE INDEX titles ON notes (title); UPDATE notes SET pages = 1", ""),
    ],
)
def test_what_takes_away_or_constrains_is_seen(statement: str, objection: str) -> None:
    told = objections(statement)
    assert [objection in one for one in told] == ([True] if objection else []), told


class _Column(NamedTuple):
    type: str
    is_required: bool


class _Shape(NamedTuple):
    """Of a database: what a writer may leave out, and what it must keep to."""

    columns: dict[tuple[str, str], _Column]
    constraints: set[tuple[str, str]]


def _shape(db: Db, tables: Collection[str] = ()) -> _Shape:
    columns = {
        (table, column): _Column(type_, is_nullable == "NO" and default is None)
        for table, column, type_, is_nullable, default in db.execute(
            "SELECT table_name, column_name, data_type, is_nullable, column_default"
            " FROM information_schema.columns WHERE table_schema = current_schema()"
        )
    }
    constraints = {
        (table, definition)
        for table, definition in db.execute(
            "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid <> 0 AND connamespace = current_schema()::regnamespace AND contype <> 'n'"
        )
        if not tables or table in tables
    }
    return _Shape(columns, constraints)


@pytest.mark.whole
def test_who_knows_the_schema_before_writes_as_before_in_todays(postgresql: Callable[[], Cluster]) -> None:
    cluster = postgresql()
    with cluster.database(how="TEMPLATE template0") as before, cluster.database() as now:
        with connect(before) as connection:
            schema, (record, *every) = Schema(connection), migrations()
            schema.apply(record.script, [(record, 1)])
            for one in every:
                if one.number <= BASE:
                    schema.apply(one.script, [(one, 1)])
        with of_postgresql(before) as db:
            old = _shape(db)
        tables = {table for table, _ in old.columns}
        with of_postgresql(now) as db:
            new = _shape(db, tables)
    assert {name: new.columns.get(name) for name in old.columns} == old.columns
    added = {name: one for name, one in new.columns.items() if name[0] in tables and name not in old.columns}
    assert [name for name, one in added.items() if one.is_required] == []
    assert new.constraints == old.constraints
