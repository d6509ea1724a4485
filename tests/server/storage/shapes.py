"""The shape of a database: tables, constraints, indexes and views as its engine tells them, a line each."""

import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from difflib import unified_diff
from typing import Final

import apsw

from server.storage.engines.connection import Connection
from server.storage.engines.postgres.connection import OF_NODES
from server.storage.engines.postgres.connection import Connection as PostgresConnection

# A text, a name in quotation marks, a comment, layout, or one character.
_TOKEN: Final = re.compile(r"""'(?:[^']|'')*'|"[^"]*"|--[^\n]*|\s+|.""")
_DEPTHS: Final = {"(": 1, ")": -1}
_CONSTRAINT: Final = re.compile(r"(CONSTRAINT|CHECK|PRIMARY KEY|UNIQUE|FOREIGN KEY)\b")
# Indexes stand as they were made: of two that serve alike, a planner takes the one that it knows first.
_SQLITE: Final = (
    "SELECT type, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
    " ORDER BY tbl_name, type <> 'table', rowid"
)
_POSTGRESQL: Final = """
WITH held AS (SELECT oid, relname, relkind, reloptions FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind <> 'i' AND relname <> ALL (%s))
SELECT relname::text, 0, 0, concat_ws(' ', 'kind', relkind, reloptions) FROM held
UNION ALL SELECT relname, 1, attnum, concat_ws(' ', attname, format_type(atttypid, atttypmod),
        nullif(attcollation, 0)::regcollation, nullif(attidentity, ''), nullif(attgenerated, ''),
        CASE WHEN attnotnull THEN 'NOT NULL' END, 'DEFAULT ' || pg_get_expr(adbin, adrelid))
    FROM held JOIN pg_attribute ON attrelid = held.oid AND attnum > 0 AND NOT attisdropped
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
UNION ALL SELECT relname, 2, 0, conname || ' ' || pg_get_constraintdef(pg_constraint.oid)
    FROM held JOIN pg_constraint ON conrelid = held.oid
UNION ALL SELECT relname, 3, row_number() OVER (PARTITION BY indrelid ORDER BY indexrelid),
        pg_get_indexdef(indexrelid) FROM held JOIN pg_index ON indrelid = held.oid
UNION ALL SELECT relname, 4, 0, pg_get_viewdef(oid) FROM held WHERE relkind = 'v'
UNION ALL SELECT relname, 5, 0, pg_get_triggerdef(pg_trigger.oid)
    FROM held JOIN pg_trigger ON tgrelid = held.oid WHERE NOT tgisinternal
ORDER BY 1, 2, 3, 4
"""


def of_sqlite(database: apsw.Connection) -> list[str]:
    """From the statements that SQLite keeps, without their comments and layout."""
    return [
        f"{table}: {line}"
        for kind, table, sql in database.execute(_SQLITE)
        for line in (_table(_tokens(sql)) if kind == "table" else ["".join(_tokens(sql))])
    ]


def of_postgresql(database: PostgresConnection) -> list[str]:
    """From its catalogue, without the tables of its processes."""
    rows = database.execute(_POSTGRESQL.encode(), [list(OF_NODES)])
    return [f"{relation}: {' '.join(line.split())}" for relation, _, _, line in rows]


def made_by(scripts: Iterable[str]) -> list[str]:
    """Of a new database of SQLite, in memory."""
    with closing(Connection(":memory:")) as database:
        for script in scripts:
            database.execute(script)
        return of_sqlite(database)


def difference(of_file: list[str], of_migrations: list[str]) -> str:
    """What schema.sql alone says (-) and what the migrations alone say (+); nothing where they are alike."""
    told = unified_diff(of_file, of_migrations, "schema.sql", "the migrations", n=0, lineterm="")
    return "\n".join(line for line in told if not line.startswith("@@"))


def _tokens(sql: str) -> list[str]:
    plain = "".join(token for token in _TOKEN.findall(sql) if not token.startswith("--"))
    return [" " if token.isspace() else token for token in _TOKEN.findall(plain)]


def _table(tokens: list[str]) -> Iterator[str]:
    """The columns of a table in their order, its constraints, and what stands behind them."""
    parts, depth = [""], 0
    for token in tokens[tokens.index("(") :]:
        depth += _DEPTHS.get(token, 0)
        if (token, depth) in {("(", 1), (",", 1), (")", 0)}:
            parts.append("")
        else:
            parts[-1] += token
    *elements, options = [part.strip() for part in parts[1:]]
    yield from (one for one in elements if not _CONSTRAINT.match(one))
    yield from sorted(one for one in elements if _CONSTRAINT.match(one))
    yield f"kind{options and ' '}{options}"
