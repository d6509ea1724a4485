"""Where a registry is silent, `./dev` says what it waits for and gives up; what comes slowly it lets come."""

import http.server
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STALL_SECONDS = 4
# What the steps before the one that is tested would do.
INSTALLED = 'case "$*" in *" -m pip "*|"-m pip "*) exit 0 ;; esac'


Needs = Callable[["Checkout", str], None]


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    path.chmod(0o755)


class Checkout:
    """`dev` in a folder of its own, on a system that has all but what the step downloads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = os.environ | {
            "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(folder),
            "DEV_STALL_SECONDS": str(STALL_SECONDS),
        }
        shutil.copy(ROOT / "dev", folder)
        self.program("dpkg-query", "echo installed")
        self.program("python3", "exit 0")
        self.python("")

    def program(self, name: str, script: str) -> None:
        put(self.folder / "bin" / name, f"#!/bin/sh\n{script}\n")

    def python(self, first: str) -> None:
        put(self.folder / ".venv" / "bin" / "python", f'#!/bin/sh\n{first}\nexec {sys.executable} "$@"\n')

    def needs_a_wheel(self, index: str) -> None:
        put(self.folder / "requirements.lock", f"some-wheel==1.0 --hash=sha256:{'0' * 64}\n")
        self.env |= {"PIP_INDEX_URL": index, "PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1"}
        self.env.pop("PIP_FIND_LINKS", None)

    def needs_a_node_package(self, registry: str) -> None:
        self.python(INSTALLED)
        (self.folder / "web").mkdir()
        shutil.copy(ROOT / "web" / "build.py", self.folder / "web")
        package = {"name": "web", "version": "1.0.0", "dependencies": {"some-package": "1.0.0"}}
        held = {"version": "1.0.0", "integrity": "sha512-" + "A" * 86 + "=="}
        lock = {"lockfileVersion": 3, "packages": {"": package, "node_modules/some-package": held}}
        put(self.folder / "web" / "package.json", json.dumps(package))
        put(self.folder / "web" / "package-lock.json", json.dumps(package | lock))
        self.env |= {"npm_config_registry": registry, "npm_config_cache": str(self.folder / "npm")}

    def needs_a_debian_package(self, mirror: str) -> None:
        self.program("dpkg-query", "exit 1")
        self.program("id", "echo 0")
        apt = self.folder / "apt"
        for name in ("lists/partial", "archives/partial", "apt.conf.d"):
            (apt / name).mkdir(parents=True)
        put(apt / "status", "")
        put(apt / "sources.list", f"deb [trusted=yes] {mirror} stable main\n")
        lines = (
            f'Dir::State "{apt}"; Dir::State::status "{apt}/status"; Dir::Cache "{apt}"; Dir::Etc "{apt}";',
            'APT::Sandbox::User "root"; Acquire::http::Proxy "DIRECT";',
        )
        put(apt / "apt.conf", "\n".join(lines))
        self.env["APT_CONFIG"] = str(apt / "apt.conf")

    def setup(self) -> "subprocess.Popen[str]":
        pipe = subprocess.PIPE
        return subprocess.Popen(
            ["/bin/sh", "dev", "setup"], cwd=self.folder, env=self.env, stdout=pipe, stderr=pipe, text=True
        )


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """The system takes its connections; nobody answers."""
    with socket.create_server(("127.0.0.1", 0)) as registry:
        registry.settimeout(60)
        yield registry


def address(registry: socket.socket) -> str:
    return f"http://127.0.0.1:{registry.getsockname()[1]}/"


def assert_is_left(registry: socket.socket) -> None:
    """The client that asked has ended, not only the one that waited for it."""
    connection, _ = registry.accept()
    with connection:
        connection.settimeout(20)
        while connection.recv(65536):
            pass


WHEEL = ("packages", "PyPI", Checkout.needs_a_wheel)
NODE = ("node", "the npm registry", Checkout.needs_a_node_package)
DEBIAN = pytest.param(
    *("system packages", "Debian's mirror", Checkout.needs_a_debian_package),
    marks=pytest.mark.skipif(shutil.which("apt-get") is None, reason="this system has no apt-get"),
)


@pytest.mark.whole
@pytest.mark.parametrize(("step", "name", "needs"), [WHEEL, NODE, DEBIAN], ids=["pip", "npm", "apt"])
def test_a_silent_registry_is_told_and_given_up(
    step: str, name: str, needs: Needs, checkout: Checkout, silent: socket.socket
) -> None:
    needs(checkout, address(silent))

    with checkout.setup() as dev:
        _, told = dev.communicate(timeout=60)

    assert dev.returncode == 1
    *before, last = told.splitlines()
    assert f"· {step}: waiting for {name} (2 s)…" in before
    assert last.startswith(
        f"· {step}: {name} sent nothing for {STALL_SECONDS} s; given up. Check the network"
    )
    assert_is_left(silent)


@pytest.mark.whole
@pytest.mark.parametrize("needs", [Checkout.needs_a_wheel, Checkout.needs_a_node_package], ids=["pip", "npm"])
def test_ending_it_ends_what_downloads(needs: Needs, checkout: Checkout, silent: socket.socket) -> None:
    needs(checkout, address(silent))

    with checkout.setup() as dev:
        connection, _ = silent.accept()
        dev.send_signal(signal.SIGTERM)
        dev.communicate(timeout=20)

    with connection:
        connection.settimeout(20)
        while connection.recv(65536):
            pass
    assert dev.returncode == 130


class Slow(http.server.BaseHTTPRequestHandler):
    """An index with one wheel that comes in pieces, for longer than a silence may last."""

    def do_GET(self) -> None:
        self.send_response(200)
        if self.path.endswith(".whl"):
            self.send_header("Content-Type", "application/zip")
            self.end_headers()
            for _ in range(3 * STALL_SECONDS):
                self.wfile.write(bytes(300_000))
                time.sleep(0.5)
        else:
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b'<!DOCTYPE html><a href="/some_wheel-1.0-py3-none-any.whl">some-wheel</a>')

    def log_request(self, code: object = None, size: object = None) -> None:
        """Keep silent."""


@pytest.mark.whole
def test_what_comes_slowly_may_take_its_time(checkout: Checkout) -> None:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Slow) as registry:
        threading.Thread(target=registry.serve_forever).start()
        checkout.needs_a_wheel(f"http://127.0.0.1:{registry.server_port}/simple")

        with checkout.setup() as dev:
            _, told = dev.communicate(timeout=60)
        registry.shutdown()

    assert dev.returncode == 1
    assert "DO NOT MATCH THE HASHES" in told
    assert told.splitlines()[-1].startswith("· packages: not done; the lines above say why.")


def test_a_refused_connection_is_told(checkout: Checkout) -> None:
    # Bound, so that no other program takes the port, and never listened at.
    with socket.socket() as registry:
        registry.bind(("127.0.0.1", 0))
        checkout.needs_a_wheel(address(registry))

        with checkout.setup() as dev:
            _, told = dev.communicate(timeout=60)

    assert dev.returncode == 1
    assert "Connection refused" in told
    assert "Is it the connection to PyPI? Check the network" in told.splitlines()[-1]
