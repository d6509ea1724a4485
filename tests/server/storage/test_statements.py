"""Statements and migrations are SQL that SQLite and PostgreSQL both read: the parser is PostgreSQL's own.

What storage runs in any test of a process is parsed at the end of that test: see tests/conftest.py.
"""

import pytest

from server.storage.migrations import POSTGRESQL, Migration, migrations
from tests.server.storage.statements import FUNCTIONS, numbered, why_not


@pytest.mark.parametrize("migration", migrations(), ids=lambda one: f"{one.number:04}-{one.name}")
def test_postgresql_reads_each_migration_in_its_own_words(migration: Migration) -> None:
    script = migration.script
    for ours, theirs in POSTGRESQL.items():
        script = script.replace(ours, theirs)
    assert why_not(script) is None


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT OR REPLACE INTO cards (note) VALUES (?)",
        "UPDATE OR IGNORE grants SET device = ? WHERE device = ?",
        "PRAGMA page_count",
        "SELECT id FROM devices WHERE id IN (SELECT value FROM json_each(?))",
        "SELECT id FROM devices WHERE id IN ()",
        "SELECT id FROM devices WHERE id IN lost",
        "SELECT max(at, ?) FROM deletions",
        "SELECT iif(a, b, c) FROM notes",
        "SELECT options ->> 'link' FROM editions",
        "SELECT id FROM notes WHERE id IS ?",
        "SELECT id FROM notes WHERE id == ?",
        "SELECT id FROM notes WHERE id GLOB ?",
        "SELECT seq FROM snapshots LIMIT -1 OFFSET 2",
        "UPDATE notes SET archived_at = CASE WHEN ? IS NULL THEN 1 ELSE 2 END",
        "INSERT INTO probe VALUES (zeroblob(65536))",
    ],
)
def test_what_only_sqlite_reads_is_refused(sql: str) -> None:
    assert why_not(sql) is not None


def test_parameters_are_counted() -> None:
    assert numbered("UPDATE a SET b = ? WHERE c = ?") == "UPDATE a SET b = $1 WHERE c = $2"
    assert why_not("UPDATE a SET b = coalesce(?, b) WHERE c = ? RETURNING 1") is None
    assert ("count", 0) in FUNCTIONS
