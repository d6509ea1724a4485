"""PostgreSQL's errors under the names that storage has for them."""

import psycopg
from psycopg import errors

from server.storage import DamagedDatabaseError, DatabaseError, DiskTroubleError, Trouble
from server.storage.engines import jobs

# Two transactions that were in each other's way: the same again passes.
TRY_AGAIN = (errors.SerializationFailure, errors.DeadlockDetected)


def reason_of(error: BaseException) -> Trouble | None:
    """Which trouble an error is; None for the mistake of a work.

    Source: https://www.postgresql.org/docs/17/errcodes-appendix.html
    """
    if isinstance(error, MemoryError):
        return Trouble.FAILING
    match _class_of(error):
        case ("53", "100"):
            return Trouble.FULL
        case ("25", "006"):
            return Trouble.READ_ONLY
        # A lost connection, no right to one or too many, an operator's hand, a transaction that was idle.
        case ("08" | "28" | "57", _) | ("25", "P03") | ("53", "300"):
            return Trouble.UNREACHABLE
        case ("53" | "58" | "XX", _):
            return Trouble.FAILING
        case _:
            return None


def _class_of(error: BaseException) -> tuple[str, str]:
    """The class of an SQLSTATE, and what is behind it."""
    if not isinstance(error, psycopg.Error):
        return "", ""
    if error.sqlstate is None and isinstance(error, psycopg.OperationalError):
        return "08", ""  # of the client: the connection is gone, or there never was one
    state = error.sqlstate or ""
    return state[:2], state[2:]


def trouble(refused: str, error: BaseException) -> DiskTroubleError:
    """What the owners of a write that was not kept are told."""
    reason = reason_of(error) or Trouble.FAILING
    return DiskTroubleError(f"{refused}: {type(error).__name__}: {line_of(error)}", reason)


def named(error: psycopg.Error) -> DatabaseError:
    """The error that stands for one of PostgreSQL, with its first line."""
    if (error.sqlstate or "").startswith("XX"):
        return DamagedDatabaseError(line_of(error))
    return DatabaseError(line_of(error))


def line_of(error: BaseException) -> str:
    """Its first line: the others show the statement or its values, which may be of a note."""
    return str(error).partition("\n")[0]


def tellable(error: BaseException) -> Exception:
    """As its owner is told it, with the name that storage has for it."""
    if isinstance(error, psycopg.Error):
        told = named(error)
        told.__cause__ = error
        return told
    return jobs.tellable(error)
