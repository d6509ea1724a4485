"""A PostgreSQL of one's own in a temporary folder, as a user that is not root, with fsync."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg

from tests.postgresql import installed

_SETTINGS: Final = """
listen_addresses = '127.0.0.1'
shared_buffers = 32MB
max_connections = 60
jit = off
autovacuum = off
"""


@dataclass(frozen=True, kw_only=True)
class Postgres:
    """`stop` and `start` are what a restart is made of."""

    folder: Path
    port: int

    def url(self, database: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        self._control("start", "-l", str(self.folder / "log"))

    def stop(self, mode: str = "fast") -> None:
        self._control("stop", "-m", mode)

    def create(self, database: str) -> str:
        """A new database; its address."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as db:
            db.execute(f'CREATE DATABASE "{database}" TEMPLATE template0')
        return self.url(database)

    def _control(self, deed: str, *more: str) -> None:
        _run(installed() / "pg_ctl", "-D", str(self.folder / "data"), "-w", *more, deed)


@contextmanager
def running() -> Iterator[Postgres]:
    folder = Path(tempfile.mkdtemp(prefix="pochette-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    postgres = Postgres(folder=folder, port=free_port())
    try:
        data = str(folder / "data")
        _run(
            installed() / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
        )
        with (folder / "data" / "postgresql.conf").open("a") as settings:
            settings.write(f"{_SETTINGS}port = {postgres.port}\nunix_socket_directories = '{folder}'\n")
        postgres.start()
        try:
            yield postgres
        finally:
            postgres.stop("immediate")
    finally:
        shutil.rmtree(folder)


def _run(*command: str | Path) -> None:
    """As another user where we are root, as whom PostgreSQL does not run."""
    user = "postgres" if os.geteuid() == 0 else None
    done = subprocess.run(
        command,
        user=user,
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
