"""Which statements storage has run in this process, and why PostgreSQL would not read one."""

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import apsw
from postgast import PgQueryError, find_nodes, parse
from postgast.pg_query_pb2 import AEXPR_OP, A_Expr, FuncCall, NullTest, SelectStmt

STORAGE: Final = Path(__file__).parents[3] / "server" / "storage"
# What both databases have under the same name, with so many arguments and for the same answer.
FUNCTIONS: Final = {
    *(("count", 0), ("count", 1), ("max", 1), ("min", 1), ("sum", 1)),
    *(("length", 1), ("replace", 3), ("substr", 3), ("row_number", 0)),
    *(("sha256", 1), ("gen_random_uuid", 0)),  # PostgreSQL's, in place of randomblob
}
OPERATORS: Final = {"=", "<>", "<", ">", "<=", ">=", "+", "-", "||"}

_run: set[str] = set()


def record() -> None:
    """From now on, for every connection that is opened in this process."""
    apsw.connection_hooks.append(_trace)


def refused() -> list[str]:
    """What was run since it was last asked for and is no common SQL."""
    found = sorted({re.sub(r"\s+", " ", sql) for sql in _run})
    _run.clear()
    return [f"{why}: {sql}" for sql in found if (why := why_not(sql))]


@cache
def why_not(sql: str) -> str | None:
    """Why a statement is not one that SQLite and PostgreSQL read alike; None where it is."""
    try:
        tree = parse(numbered(sql))
    except PgQueryError as error:
        return str(error)
    return next(_oddities(tree), None)


def numbered(sql: str) -> str:
    """With the parameters as PostgreSQL counts them; no statement has a ? in a text."""
    parts = sql.split("?")
    return "".join(f"{part}${number}" for number, part in enumerate(parts[:-1], 1)) + parts[-1]


def _oddities(tree: Any) -> Iterator[str]:
    for call in find_nodes(tree, FuncCall):
        function = (call.funcname[-1].string.sval, len(call.args))
        if function not in FUNCTIONS:
            yield f"the function {function[0]} of {function[1]} is not one of both"
    for expression in find_nodes(tree, A_Expr):
        if (name := expression.name[-1].string.sval) not in OPERATORS and expression.kind == AEXPR_OP:
            yield f"the operator {name} is not one of both"
    for test in find_nodes(tree, NullTest):
        if test.arg.HasField("param_ref"):
            yield "a parameter that has no type"
    for select in find_nodes(tree, SelectStmt):
        if select.limit_count.a_const.ival.ival < 0:
            yield "a limit below 0"


def _trace(connection: apsw.Connection) -> None:
    connection.exec_trace = _note


def _note(_cursor: apsw.Cursor, sql: str, _bindings: object) -> bool:
    if _is_of_storage(sys._getframe(1).f_code.co_filename):  # noqa: SLF001 - who runs it
        _run.add(sql)
    return True


@cache
def _is_of_storage(file: str) -> bool:
    return Path(file).parent == STORAGE
