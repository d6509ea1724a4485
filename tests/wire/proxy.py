"""The nginx of our documentation, on this machine: its settings for a run, and the run."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import trustme

from tests.journeys.site import ROOT, START_SECONDS

HOST = "notes.example.org"
NGINX = Path("/usr/sbin/nginx")


@contextmanager
def running(port: int, log: Path, *command: str) -> Iterator[None]:
    """Run a program until it listens on `port`, and end it afterwards."""
    with log.open("w") as lines, subprocess.Popen(command, stdout=lines, stderr=lines) as program:
        try:
            deadline = time.monotonic() + START_SECONDS
            while not listens(port):
                assert program.poll() is None, log.read_text("utf-8")
                assert time.monotonic() < deadline, f"{command[0]} does not listen on {port}"
                time.sleep(0.02)  # a listening port raises no event
            yield
        finally:
            program.terminate()
            program.wait(START_SECONDS)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def nginx_settings(folder: Path, public_port: int, inner_port: int) -> Path:
    """Put the documented server block, with the certificate and ports of this run, into an nginx.conf."""
    certificate = trustme.CA().issue_cert(HOST)
    certificate.private_key_pem.write_to_path(folder / "key.pem")
    for link in certificate.cert_chain_pems:
        link.write_to_path(folder / "fullchain.pem", append=True)
    documented = (ROOT / "docs" / "deploy" / "nginx.conf").read_text("utf-8")
    block = (
        documented.replace("listen 443 ssl", f"listen 127.0.0.1:{public_port} ssl")
        .replace(f"/etc/ssl/{HOST}", str(folder))
        .replace("http://127.0.0.1:8000", f"http://127.0.0.1:{inner_port}")
    )
    temporary = "\n".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    settings = folder / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    settings.write_text(
        f"{user} daemon off; pid {folder}/nginx.pid; error_log stderr;\n"
        f"events {{ }}\nhttp {{\n{temporary}\n{block}\n}}\n",
        "utf-8",
    )
    return settings
