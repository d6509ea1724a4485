"""Pochette behind the nginx of our documentation: real TLS, a public address, a real browser."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import trustme
from playwright.async_api import async_playwright

from tests.journeys.conftest import CHROMIUM
from tests.journeys.site import ROOT, START_SECONDS, free_port

pytestmark = pytest.mark.journey

HOST = "notes.example.org"


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


@pytest.fixture
def public(tmp_path: Path) -> Iterator[str]:
    """Start the server and the proxy; the value is the public address."""
    inner_port, public_port = free_port(), free_port()
    address = f"https://{HOST}:{public_port}"
    settings = nginx_settings(tmp_path, public_port, inner_port)
    pochette = Path(sys.executable).with_name("pochette")
    serve = [f"{pochette}", "serve", "--port", f"{inner_port}", "--data", f"{tmp_path / 'data'}"]
    behind = ["--url", address, "--trusted-proxy", "127.0.0.1"]
    nginx = ["/usr/sbin/nginx", "-e", "stderr", "-c", f"{settings}"]
    with ExitStack() as stack:
        stack.enter_context(running(inner_port, tmp_path / "pochette.log", *serve, *behind))
        stack.enter_context(running(public_port, tmp_path / "nginx.log", *nginx))
        yield address


async def test_a_note_is_made_and_written_through_a_tls_proxy(public: str) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=[*CHROMIUM, f"--host-resolver-rules=MAP {HOST} 127.0.0.1"],
        )
        context = await browser.new_context(ignore_https_errors=True, locale="fr-FR")
        page = await context.new_page()
        await page.goto(f"{public}/")

        async with page.expect_websocket() as opening:
            await page.get_by_role("button", name="Nouvelle note").click()
        websocket = await opening.value
        async with websocket.expect_event("framereceived"):
            pass
        await page.get_by_text("Enregistré", exact=True).first.wait_for()

        assert websocket.url.startswith(f"wss://{public.removeprefix('https://')}/sync/")
        assert re.fullmatch(rf"{re.escape(public)}/n/[\w-]+", page.url)
        cookies = await context.cookies()
        assert [(cookie["name"][:7], cookie["secure"], cookie["httpOnly"]) for cookie in cookies] == [
            ("__Host-", True, True)
        ]
        await browser.close()


async def test_links_made_behind_the_proxy_start_with_the_public_address(public: str) -> None:
    async with async_playwright() as playwright:
        request = await playwright.request.new_context(
            ignore_https_errors=True, base_url=f"https://127.0.0.1:{public.rpartition(':')[2]}"
        )
        answer = await request.post(
            "/api/notes",
            data={"title": "Le fret ferroviaire"},
            headers={"Host": public.removeprefix("https://")},
        )

        assert answer.status == 201
        links = (await answer.json())["links"]
        assert sorted(links) == ["edit", "read"]
        assert all(link.startswith(f"{public}/n/") for link in links.values())
        await request.dispose()
