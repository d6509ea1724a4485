"""PostgreSQL for tests: a cluster of a run's own, and a new database in milliseconds."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_SH, LOCK_UN, flock
from itertools import count
from pathlib import Path
from typing import Final

import psycopg
import pytest

from server.storage.engines.postgres.connection import connect
from server.storage.engines.postgres.schema import bring_up_to_date

_OF_DEBIAN: Final = Path("/usr/lib/postgresql")
_SUPERUSER: Final = "postgres"
_TEMPLATE: Final = "pochette_template"
# Durable as everywhere; where it lies there is nothing to wait for.
_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - its folder there has a name of its own
_ROOM_BYTES: Final = 1 << 30
_SETTINGS: Final = """
listen_addresses = ''
unix_socket_directories = '{folder}'
max_connections = 200
shared_buffers = 64MB
max_wal_size = 4GB
wal_level = minimal
max_wal_senders = 0
autovacuum = off
jit = off
dynamic_shared_memory_type = mmap
"""
# Ends with its standard input: with the run that began it, however that ends.
_SUPERVISOR: Final = '"$1" -D "$2/data" & read -r _; kill -QUIT $!; wait $!; rm -r "$2"'


class Cluster:
    """A running server. `url` gives the address of a database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._number = count(1)

    def url(self, name: str) -> str:
        return f"postgresql://{_SUPERUSER}@/{name}?host={self.folder}"

    @contextmanager
    def database(self, *, how: str = f"TEMPLATE {_TEMPLATE} STRATEGY FILE_COPY") -> Iterator[str]:
        """The address of a new database, with today's schema; it is dropped at the end."""
        name = f"t{os.getpid()}_{next(self._number)}"
        self.command(f"CREATE DATABASE {name} {how}")
        try:
            yield self.url(name)
        finally:
            self.command(f"DROP DATABASE {name} WITH (FORCE)")

    def command(self, sql: str) -> None:
        """Run a statement of the superuser, outside of any transaction."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.encode())


def installed() -> Path:
    """The folder of the programs of the newest PostgreSQL here; a test that needs one is skipped without."""
    versions = sorted(_OF_DEBIAN.glob("[0-9]*/bin/postgres"), key=lambda found: int(found.parts[-3]))
    if versions:
        return versions[-1].parent
    found = shutil.which("postgres")
    if found is None:
        pytest.skip("PostgreSQL is not installed")
    return Path(found).resolve().parent


@contextmanager
def own(settings: str = "") -> Iterator[Cluster]:
    """A cluster with other settings, or with nobody else in it."""
    supervisor, cluster = _start(installed(), settings)
    try:
        _make_template(cluster)
        yield cluster
    finally:
        _stop(supervisor)


@contextmanager
def shared(meeting: Path) -> Iterator[Cluster]:
    """The cluster of a run, which its processes share: who meets nobody in the folder starts it."""
    place = meeting / "postgresql.folder"
    with (meeting / "postgresql.users").open("a") as users:
        with _exclusive(meeting):
            supervisor = None if place.exists() else _begin(place)
            flock(users, LOCK_SH)
        try:
            yield Cluster(Path(place.read_text()))
        finally:
            flock(users, LOCK_UN)
            if supervisor is not None:
                _end(supervisor, meeting, place)


def _end(supervisor: "subprocess.Popen[bytes]", meeting: Path, place: Path) -> None:
    """Once the others use it no more."""
    with _exclusive(meeting), (meeting / "postgresql.users").open("a") as users:
        flock(users, LOCK_EX)
        place.unlink()
    _stop(supervisor)


def _stop(supervisor: "subprocess.Popen[bytes]") -> None:
    assert supervisor.stdin is not None
    supervisor.stdin.close()
    supervisor.wait(60)


def _begin(place: Path) -> "subprocess.Popen[bytes]":
    supervisor, cluster = _start(installed())
    _make_template(cluster)
    place.write_text(str(cluster.folder))
    return supervisor


def _make_template(cluster: Cluster) -> None:
    cluster.command(f"CREATE DATABASE {_TEMPLATE}")
    with connect(cluster.url(_TEMPLATE)) as connection:
        bring_up_to_date(connection)


def _start(bin_: Path, more: str = "") -> tuple["subprocess.Popen[bytes]", Cluster]:
    memory = _MEMORY if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM_BYTES else None
    folder = Path(tempfile.mkdtemp(prefix="pochette-postgresql-", dir=memory))
    # PostgreSQL refuses to be root.
    user = pwd.getpwnam(_SUPERUSER).pw_uid if os.getuid() == 0 else os.getuid()
    os.chown(folder, user, -1)
    data = folder / "data"
    making = (
        bin_ / "initdb",
        "-D",
        data,
        "-A",
        "trust",
        "-U",
        _SUPERUSER,
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    )
    subprocess.run(making, check=True, cwd=folder, user=user, stdout=subprocess.DEVNULL)
    with (data / "postgresql.conf").open("a") as settings:
        settings.write(_SETTINGS.format(folder=folder) + more)
    with (folder / "log").open("w") as log:
        supervisor = subprocess.Popen(
            ["sh", "-c", _SUPERVISOR, "sh", bin_ / "postgres", folder],
            cwd=folder,
            user=user,
            stdin=subprocess.PIPE,
            start_new_session=True,  # a signal to the run is none to it: it has a folder to take away
            stdout=log,
            stderr=log,
        )
    ready = (bin_ / "pg_isready", "-q", "-h", folder)
    while subprocess.run(ready, check=False).returncode:
        time.sleep(0.05)  # it says nothing when it is
    return supervisor, Cluster(folder)


@contextmanager
def _exclusive(meeting: Path) -> Iterator[None]:
    with (meeting / "postgresql.lock").open("a") as lock:
        flock(lock, LOCK_EX)
        yield
