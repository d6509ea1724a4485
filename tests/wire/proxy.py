"""A server behind nginx or Caddy, with the settings that `pochette proxy` makes."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme

from server.command.proxy import settings_of
from server.settings.config import Config
from tests.journeys.site import START_SECONDS, free_port

HOST = "notes.example.org"
V4, V6 = "127.0.0.1", "::1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxied:
    """`port` speaks TLS, `plain` does not; `inner` is the server's own."""

    program: str
    port: int
    plain: int
    inner: int
    folder: Path

    @property
    def origin(self) -> str:
        return f"https://{HOST}:{self.port}"

    @property
    def log(self) -> str:
        """All that the proxy has written."""
        return (self.folder / f"{self.program}.log").read_text("utf-8")

    @property
    def server_log(self) -> str:
        return (self.folder / "pochette.log").read_text("utf-8")


@contextmanager
def proxied(
    program: str,
    folder: Path,
    *,
    patience: int = 15,
    with_server: bool = True,
    beside: Sequence[str] = (),
    options: Sequence[str] = (),
) -> Iterator[Proxied]:
    """A proxy, and the server behind it unless that is down; `beside` are other nodes of its."""
    binary = installed(program)
    it = Proxied(program=program, port=free_port(), plain=free_port(), inner=free_port(), folder=folder)
    config = Config(url=it.origin, port=it.inner, patience=patience)
    nodes = [*beside, f"http://{V4}:{it.inner}"] if beside else []
    settings = _adapted(it, settings_of(config, program, nodes))
    match program:
        case "nginx":
            command = [binary, "-e", "stderr", "-c", _nginx(folder, settings)]
        case _:
            command = [binary, "run", "--adapter", "caddyfile", "--config", _caddy(folder, settings)]
    pochette = str(Path(sys.executable).with_name("pochette"))
    serve = [
        pochette,
        "serve",
        "--port",
        f"{it.inner}",
        "--data",
        f"{folder / 'data'}",
        "--log-format",
        "json",
    ]
    behind = [
        "--url",
        it.origin,
        "--trusted-proxy",
        V4,
        "--patience",
        f"{patience}",
        "--log-client",
        "address",
    ]
    with ExitStack() as stack:
        if with_server:
            stack.enter_context(_running([it.inner], folder / "pochette.log", *serve, *behind, *options))
        ports = [it.port, it.plain]
        stack.enter_context(_running(ports, folder / f"{program}.log", *command, home=folder))
        yield it


def installed(program: str) -> str:
    """Where a program is. Without it a test is skipped by name, and fails where all were installed."""
    found = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None and os.environ.get("POCHETTE_TEST_BROWSERS") == "required":
        pytest.fail(f"{program} is not installed")
    return found or pytest.skip(f"{program} is not installed")


def has_v6() -> bool:
    with socket.socket(socket.AF_INET6) as probe:
        try:
            probe.bind((V6, 0))
        except OSError:
            return False
    return True


@contextmanager
def _running(ports: list[int], log: Path, *command: str, home: Path | None = None) -> Iterator[None]:
    """Run a program until it listens on its ports, and end it afterwards."""
    environment = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home)} if home else None
    with (
        log.open("w") as lines,
        subprocess.Popen(command, stdout=lines, stderr=lines, env=environment) as ran,
    ):
        try:
            deadline = time.monotonic() + START_SECONDS
            while not all(map(_listens, ports)) or not (home is None or _speaks_tls(ports[0])):
                assert ran.poll() is None, log.read_text("utf-8")
                assert time.monotonic() < deadline, f"{command[0]} does not listen on {ports}"
                time.sleep(0.02)  # a listening port raises no event
            yield
        finally:
            ran.terminate()
            ran.wait(START_SECONDS)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((V4, port)) == 0


def _speaks_tls(port: int) -> bool:
    """Caddy listens before it has its certificate."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        with (
            socket.create_connection((V4, port), START_SECONDS) as line,
            context.wrap_socket(line, server_hostname=HOST),
        ):
            return True
    except OSError:
        return False


def _adapted(it: Proxied, made: str) -> str:
    """The same with a certificate for this run and a port without TLS that is free."""
    if it.program == "caddy":
        own = (
            "admin off",
            f"http_port {it.plain}",
            f"https_port {it.port}",
            "local_certs",
            "skip_install_trust",
        )
        return made.replace("{\n", "{\n" + "".join(f"\t{line}\n" for line in own), 1)
    certificate = trustme.CA().issue_cert(HOST)
    certificate.private_key_pem.write_to_path(it.folder / "key.pem")
    (it.folder / "fullchain.pem").write_bytes(b"".join(each.bytes() for each in certificate.cert_chain_pems))
    made = made.replace(f"/etc/ssl/{HOST}", str(it.folder)).replace("listen 80;", f"listen {it.plain};")
    made = made.replace("listen [::]:80;", f"listen [::]:{it.plain};")
    made = re.sub(r"listen (\d+)", rf"listen {V4}:\1", made).replace("[::]:", f"[{V6}]:")
    return made if has_v6() else re.sub(r"\n *listen \[.*", "", made)


def _nginx(folder: Path, block: str) -> str:
    temporary = "\n".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    settings = folder / "nginx.conf"
    settings.write_text(
        f"{user} daemon off; pid {folder}/nginx.pid; error_log stderr;\n"
        f"events {{ }}\nhttp {{\n{temporary}\n{block}\n}}\n",
        "utf-8",
    )
    return str(settings)


def _caddy(folder: Path, settings: str) -> str:
    file = folder / "Caddyfile"
    file.write_text(settings, "utf-8")
    return str(file)
