"""A PostgreSQL server of a run: its own folder and port on loopback, never as root, with fsync."""

import os
import shutil
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from signal import SIGKILL
from typing import Final

from tests.journeys.site import free_port
from tests.processes import family

# The newest one that Debian's packages have put here.
_PROGRAMS: Final = max(
    Path("/usr/lib/postgresql").glob("[0-9]*/bin"),
    key=lambda found: int(found.parts[-2]),
    default=Path("/usr/lib/postgresql/17/bin"),
)
USER: Final = "postgres"
DATABASE: Final = "pochette"
_ENVIRONMENT: Final = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}

_SETTINGS: Final = """
listen_addresses = '127.0.0.1'
fsync = on
full_page_writes = on
synchronous_commit = on
track_commit_timestamp = on
shared_buffers = 64MB
max_connections = 100
jit = off
"""


def is_installed() -> bool:
    return (_PROGRAMS / "initdb").exists()


class Postgres:
    """Its methods wait until the server has done what they say."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()

    @property
    def parameters(self) -> str:
        """Of a connection."""
        return f"host=127.0.0.1 port={self.port} user={USER} dbname={DATABASE}"

    @property
    def is_running(self) -> bool:
        return self._pid is not None

    def make(self) -> None:
        self._own_folder()
        self._run("initdb", "-D", self._data, "-A", "trust", "-U", USER, "-E", "UTF8", "--locale=C", "-N")
        self._set(f"{_SETTINGS}\nport = {self.port}\nunix_socket_directories = '{self.folder}'\n")
        self.start()
        self.execute(f"CREATE DATABASE {DATABASE}", database="postgres")

    def follow(self, port: int) -> None:
        """Become a standby of the server that is reached at this port."""
        self._own_folder()
        source = f"host=127.0.0.1 port={port} user={USER} application_name=standby"
        self._run("pg_basebackup", "-d", source, "-D", self._data, "-R", "-c", "fast")
        self._set(f"port = {self.port}\nunix_socket_directories = '{self.folder}'\n")
        self.start()

    def start(self) -> None:
        # After a kill of all its processes the kernel takes a moment with their shared memory.
        deadline = time.monotonic() + 30
        while True:
            try:
                self._control("start", "-l", str(self.folder / "log"))
            except subprocess.CalledProcessError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)  # nothing says when it is gone
            else:
                return

    def stop(self) -> None:
        """As an administrator would: sessions end, everything is written."""
        self._control("stop", "-m", "fast")

    def kill(self) -> None:
        """As a power button would."""
        pid = self._pid
        if pid is not None:
            for one in family(pid):
                with suppress(ProcessLookupError):  # a session may end meanwhile
                    os.kill(one, SIGKILL)

    def promote(self) -> None:
        self._control("promote")

    def execute(self, statement: str, *, database: str = DATABASE) -> str:
        """What psql answers, without decoration."""
        words = ("-h", "127.0.0.1", "-p", f"{self.port}", "-U", USER, "-d", database, "-qAtc", statement)
        return self._run("psql", *words).strip()

    def set(self, name: str, value: str) -> None:
        """A setting that needs no restart."""
        self.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        self.execute("SELECT pg_reload_conf()")

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    @property
    def _pid(self) -> int | None:
        try:
            pid = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        except FileNotFoundError:
            return None
        return pid if Path(f"/proc/{pid}").exists() else None

    def _own_folder(self) -> None:
        self.folder.mkdir(exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(self.folder, USER, USER)

    def _set(self, lines: str) -> None:
        with (self.folder / "data" / "postgresql.conf").open("a") as file:
            file.write(lines)

    def _control(self, what: str, *more: str) -> None:
        self._run("pg_ctl", what, "-D", self._data, "-w", "-t", "60", *more)

    def _run(self, program: str, *words: str) -> str:
        """Raises CalledProcessError."""
        as_user = ("setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups")
        command = [*(as_user if os.geteuid() == 0 else ()), str(_PROGRAMS / program), *words]
        # A server that pg_ctl starts keeps what it was given open: no pipe, or nobody sees its end.
        said = self.folder / f".{program}"
        with said.open("w") as file:
            subprocess.run(command, check=True, stdout=file, stderr=file, cwd="/", env=_ENVIRONMENT)
        return said.read_text("utf-8")
