"""The database of a run: a file of SQLite in the one node's folder, or PostgreSQL with a standby perhaps."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from tests.tools.nodes.journals import Journal, SqliteJournal
from tests.tools.nodes.node import Node


class Database(Protocol):
    @property
    def journal(self) -> Journal: ...

    def owner(self, note: str, nodes: Sequence[Node]) -> Node | None:
        """The node that has a note open; None where that cannot be told."""


class Sqlite:
    """Whose one node owns every note."""

    def __init__(self, data: Path) -> None:
        self.journal = SqliteJournal(data)

    def owner(self, note: str, nodes: Sequence[Node]) -> Node | None:  # noqa: ARG002 - it owns all
        (node,) = nodes
        return node
