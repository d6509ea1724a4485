"""A table of one column, written and read by the engine under test."""

from server.storage import Db


def put(value: str, db: Db) -> None:
    db.execute("INSERT INTO kept VALUES (?)", (value,))


def kept(db: Db) -> list[str]:
    return [row[0] for row in db.execute("SELECT value FROM kept ORDER BY value")]


def make_table(db: Db) -> None:
    db.execute("CREATE TABLE kept (value TEXT PRIMARY KEY) STRICT")


class Panic(BaseException):
    """As a panic of Rust comes to Python."""
