"""Databases of the recorder: a file of SQLite, or one of PostgreSQL; kept as they are, and brought back."""

import shutil
from itertools import count
from pathlib import Path
from typing import Protocol

from tests.postgresql import Cluster


class Database(Protocol):
    """What lies in a folder of data, or beside it."""

    def new(self, data: Path) -> str:
        """Begin without anything; the line of the settings that names it."""

    def keep(self) -> None:
        """Keep what is there, while no server has it open."""

    def again(self, data: Path) -> str:
        """What was kept, in another folder; the line of the settings that names it."""


class OfSqlite:
    """The file is in the folder of data, which is copied whole."""

    def new(self, data: Path) -> str:  # noqa: ARG002 - it lies there
        return ""

    def keep(self) -> None:
        """Nothing is anywhere else."""

    def again(self, data: Path) -> str:  # noqa: ARG002
        return ""


class OfPostgresql:
    """A database of a cluster, kept as the template of those that come after it."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._numbers = count(1)
        self._name = ""
        self._kept = ""

    def new(self, data: Path) -> str:  # noqa: ARG002
        self._kept = ""
        return self._made("ENCODING 'UTF8'")

    def keep(self) -> None:
        self._kept, self._name = self._name, ""

    def again(self, data: Path) -> str:  # noqa: ARG002
        if self._name:
            self._cluster.command(f"DROP DATABASE {self._name} WITH (FORCE)")
        return self._made(f"TEMPLATE {self._kept} STRATEGY FILE_COPY")

    def _made(self, how: str) -> str:
        self._name = f"record_{next(self._numbers)}"
        self._cluster.command(f"CREATE DATABASE {self._name} {how}")
        return f'database = "{self._cluster.url(self._name)}"\n'


def copy(source: Path, to: Path) -> None:
    """A folder of data as it is, without what a server that runs keeps beside it."""
    shutil.copytree(source, to)
