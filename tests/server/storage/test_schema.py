"""schema.sql says what the migrations lead to, on both engines; whatever is otherwise in one is told."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

import pytest

from server.storage.engines.postgres.connection import connect
from server.storage.engines.postgres.schema import in_its_words
from server.storage.migrations import baseline, migrations
from tests.databases import Kind
from tests.postgresql import Cluster
from tests.server.both_engines import KINDS
from tests.server.storage.shapes import difference, made_by, of_postgresql

ROOT: Final = Path(__file__).parents[3]
EVERY: Final = [one.script for one in migrations()]
ADVICE: Final = (
    "schema.sql is not what the migrations lead to: write into it what is marked +, take out what is marked -"
    " until this says nothing: python -m tests.tools.schema"
)

ShapeOf = Callable[[Iterable[str]], list[str]]


@pytest.fixture(scope="module", params=KINDS)
def shape_of(request: pytest.FixtureRequest, postgresql: Callable[[], Cluster]) -> Iterator[ShapeOf]:
    """Gives the shape of a new database that is made by some scripts."""
    if request.param is Kind.SQLITE:
        yield made_by
        return
    with postgresql().database(how="TEMPLATE template0") as url, connect(url) as connection:

        def made_there(scripts: Iterable[str]) -> list[str]:
            with connection.transaction(force_rollback=True):
                for script in scripts:
                    connection.execute(in_its_words(script).encode())
                return of_postgresql(connection)

        yield made_there


@pytest.fixture(scope="module")
def of_migrations(shape_of: ShapeOf) -> list[str]:
    return shape_of(EVERY)


def test_it_makes_what_the_migrations_lead_to(shape_of: ShapeOf, of_migrations: list[str]) -> None:
    told = difference(shape_of([baseline().script]), of_migrations)
    assert not told, f"{ADVICE}\n{told}"


def test_its_first_line_names_the_newest_migration() -> None:
    assert baseline().number == migrations()[-1].number, ADVICE


def test_the_program_that_tells_a_difference_finds_none() -> None:
    asked = subprocess.run(
        [sys.executable, "-m", "tests.tools.schema"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (asked.returncode, asked.stdout, asked.stderr) == (0, "", "")


# What may be otherwise in it: a table that is then named, a part of the file, and another one in its place.
OTHERWISE: Final = {
    "a column more": ("folders", "    day TEXT NOT NULL", "    due INTEGER,\n    day TEXT NOT NULL"),
    "a column less": ("notes", "    lossy_since INTEGER,", ""),
    "a type": ("notes", "    pages REAL", "    pages INTEGER"),
    "NULL not taken": ("notes", "    changed_by TEXT,", "    changed_by TEXT NOT NULL,"),
    "a default": (
        "links",
        "carry_hours INTEGER NOT NULL DEFAULT 24",
        "carry_hours INTEGER NOT NULL DEFAULT 12",
    ),
    "a check": ("audit_end", "CHECK (id = 1),\n    seq", "CHECK (id > 0),\n    seq"),
    "a key": ("edition_words", "PRIMARY KEY (edition, item)", "PRIMARY KEY (item, edition)"),
    "values that may be there twice": ("devices", "BLOB NOT NULL UNIQUE", "BLOB NOT NULL"),
    "when a reference is looked at": ("devices", " DEFERRABLE INITIALLY DEFERRED", ""),
    "what a reference deletes": (
        "mail_list_addresses",
        "mail_lists (id) ON DELETE CASCADE",
        "mail_lists (id)",
    ),
    "an index less": ("links", "CREATE INDEX links_by_change ON links (changed_at);", ""),
    "the columns of an index": ("comments", "comments (thread, at)", "comments (at, thread)"),
    "the rows of an index": ("links", "links (through) WHERE through IS NOT NULL", "links (through)"),
    "a unique index": ("binders", "UNIQUE INDEX binder_of_team", "INDEX binder_of_team"),
    "a view": ("holders", "UNION ALL SELECT id, given_to", "UNION SELECT id, given_to"),
    "a table more": (
        "more",
        "CREATE TABLE library",
        "CREATE TABLE more (note TEXT) STRICT;\nCREATE TABLE library",
    ),
}


@pytest.mark.parametrize("what", OTHERWISE)
def test_whatever_is_otherwise_in_it_is_told(shape_of: ShapeOf, of_migrations: list[str], what: str) -> None:
    script, (table, before, after) = baseline().script, OTHERWISE[what]
    assert script.count(before) == 1
    told = difference(shape_of([script.replace(before, after)]), of_migrations)
    assert re.search(rf"^[-+]{table}: ", told, re.MULTILINE), told


def test_a_migration_that_it_does_not_follow_is_told(shape_of: ShapeOf) -> None:
    file = shape_of([baseline().script])
    for newer, line in (
        ("ALTER TABLE notes ADD COLUMN due INTEGER;", "+notes: due "),
        ("CREATE INDEX notes_by_title ON notes (title);", "+notes: CREATE INDEX notes_by_title ON "),
    ):
        (_, _, told) = difference(file, shape_of([*EVERY, newer])).splitlines()
        assert told.startswith(line)


def test_words_and_layout_are_no_difference(shape_of: ShapeOf, of_migrations: list[str]) -> None:
    lines = [line.split("--")[0].strip() for line in baseline().script.splitlines()]
    assert difference(shape_of(["\n\n".join(lines)]), of_migrations) == ""
