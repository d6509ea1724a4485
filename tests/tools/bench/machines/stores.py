"""What several servers share, before all other work: a cluster of PostgreSQL, and Redis."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

from tests.journeys.site import free_port
from tests.tools.bench.probe import ANY_CORE
from tests.tools.bench.servers import MissingPeerError, on_core, wait_for_port
from tests.tools.nodes.postgres import DATABASE, USER, Postgres


@contextmanager
def postgresql(folder: Path) -> Iterator[tuple[str, int]]:
    """A cluster with `fsync`, as it must be; the address of a database in it, and its process."""
    folder.chmod(0o755)  # it runs as somebody else
    postgres = Postgres(folder / "postgresql")
    with on_core(ANY_CORE):
        postgres.make()
    try:
        pid = int((postgres.folder / "data" / "postmaster.pid").read_text("ascii").split()[0])
        yield f"postgresql://{USER}@127.0.0.1:{postgres.port}/{DATABASE}", pid
    finally:
        postgres.stop()


@contextmanager
def redis(folder: Path) -> Iterator[tuple[int, int]]:
    """Redis that keeps nothing: its port and process. Raises MissingPeerError."""
    program = which("redis-server")
    if program is None:
        raise MissingPeerError("expected redis-server in the PATH")
    port = free_port()
    words = ("--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
    with on_core(ANY_CORE), (folder / "redis.log").open("ab") as log:
        process = subprocess.Popen((program, *words), cwd=folder, stdout=log, stderr=log)
    try:
        wait_for_port(process, port, folder / "redis.log")
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()
