"""The log of a whole session: what happened, and nothing of what was written or of who may read it."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network

import pytest
import structlog

from server import log
from server.app import create_app
from server.settings.config import Config, LogClient, LogFormat
from tests.conftest import client_of
from tests.server.visits import make


@pytest.fixture(params=LogFormat)
def form(request: pytest.FixtureRequest) -> LogFormat:
    form: LogFormat = request.param
    return form


@pytest.fixture
def written(form: LogFormat, log_as_the_server_does: None) -> Iterator[io.StringIO]:
    """What the server writes to its log."""
    root, out = logging.getLogger(), io.StringIO()
    before, level = list(root.handlers), root.level
    log.configure(form, out)
    yield out
    for handler in [handler for handler in root.handlers if handler not in before]:
        root.removeHandler(handler)
    root.setLevel(level)


async def test_no_line_holds_a_token_a_title_or_a_text(
    form: LogFormat, config: Config, written: io.StringIO
) -> None:
    async with client_of(create_app(config)) as client:
        made = await make(client, markdown="# Confidentiel\n\nle texte\n")
        for path in (
            "/",
            made.edit,
            made.read,
            f"{made.read}/note.md",
            f"{made.read}/note.pdf",
            f"{made.edit}x",
        ):
            await client.get(path, headers=made.cookie)
        await client.put("/api/visitor", json={"name": "Lefèvre"}, headers=made.cookie)
        async with client.ws_connect(f"/sync/{made.edit_token}") as socket:
            await socket.receive()
            await socket.send_bytes(b"\x63le texte")
            await socket.receive()
        async with client.ws_connect("/sync/Confidentiel") as socket:
            await socket.receive()
        begun = await client.post(f"/sync/{made.edit_token}/http")
        session = (await begun.json())["session"]
        for _ in range(3):
            await client.post(f"/sync/{made.edit_token}/http?session={session}")
        await client.post(f"/sync/{made.edit_token}/http?session={session}", data=b"\x63le texte")
    lines = written.getvalue()
    assert "/n/{token}/note.md" in lines
    assert "/sync/{token}" in lines
    assert lines.count("/sync/{token}/http") == 2, "a connection that begins, and one that fails"
    secrets = [
        session,
        made.edit_token,
        made.read.rpartition("/")[2],
        made.cookie["Cookie"].partition("=")[2],
    ]
    for secret in [*secrets, "onfidentiel", "le texte", "Lefèvre"]:
        assert secret not in lines
    if form is LogFormat.JSON:
        events = [json.loads(line) for line in lines.splitlines()]
        assert all(event.keys() >= {"event", "level", "timestamp"} for event in events)


def test_an_error_is_told_by_its_class_and_its_place_without_its_message(
    written: io.StringIO, caplog: pytest.LogCaptureFixture
) -> None:
    try:
        raise ValueError("le texte")  # noqa: TRY301
    except ValueError:
        structlog.get_logger("server").exception("a request failed")
        logging.getLogger("aiohttp.server").exception("Error handling request")
    caplog.clear()
    lines = written.getvalue()
    assert lines.count("ValueError") == 2
    assert lines.count("test_log.py:") == 2
    assert "le texte" not in lines


async def test_only_a_trusted_proxy_says_who_the_client_is(written: io.StringIO, config: Config) -> None:
    forwarded = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7, 127.0.0.1"}
    config = replace(config, log_client=LogClient.ADDRESS)
    for trusted, client_of_line in ((), "127.0.0.1"), ((ip_network("127.0.0.0/8"),), "198.51.100.7"):
        async with client_of(create_app(replace(config, trusted_proxy=trusted))) as client:
            await client.get("/health", headers=forwarded)
        assert client_of_line in written.getvalue().splitlines()[-1]


@pytest.mark.first(2)
@pytest.mark.parametrize("client", ["198.51.100.7", "2001:db8:7:1::9", "::ffff:198.51.100.7"])
async def test_no_address_is_in_the_log_unless_the_settings_want_it(
    written: io.StringIO, config: Config, client: str
) -> None:
    """Whatever happens to the request: answered, refused, sent away at the door, failed."""
    config = replace(config, trusted_proxy=(ip_network("127.0.0.0/8"),))
    networks = {"198.51.100.7": "198.51.100.0/24", "2001:db8:7:1::9": "2001:db8:7::/48"}
    networks["::ffff:198.51.100.7"] = networks["198.51.100.7"]
    for wanted, said in (
        (LogClient.NOTHING, None),
        (LogClient.NETWORK, networks.get(client, "unknown")),
        (LogClient.ADDRESS, client),
    ):
        before = len(written.getvalue())
        async with client_of(create_app(replace(config, log_client=wanted))) as asks:
            forwarded = {"X-Forwarded-For": client, "X-Forwarded-Proto": "https"}
            for path in ("/health", "/n/unknown", "/nowhere"):
                await asks.get(path, headers=forwarded)
            await asks.post("/api/notes", data=b"{", headers=forwarded)
            async with asks.ws_connect("/sync/unknown", headers=forwarded) as socket:
                await socket.receive()
        lines = written.getvalue()[before:]
        assert lines.count("/n/{token}") == 1
        assert said is None or lines.count(said) >= 4
        assert wanted is LogClient.ADDRESS or client not in lines
        assert said is not None or "client=" not in lines


async def test_the_nonsense_that_any_server_receives_is_refused_and_not_logged_as_an_error(
    written: io.StringIO, config: Config
) -> None:
    gzip = "Content-Encoding: gzip\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\nhello"
    async with client_of(create_app(config)) as client:
        for nonsense, status in (
            ("\x16\x03\x01\r\n\r\n", b" 400 "),
            ("FOO / HTTP/9.9\r\n\r\n", b" 400 "),
            (f"POST /api/notes HTTP/1.1\r\nHost: localhost\r\n{gzip}", b" 415 "),
        ):
            reader, writer = await asyncio.open_connection("127.0.0.1", client.port)
            writer.write(nonsense.encode("latin-1"))
            assert status in await reader.readline()
            writer.close()
            await writer.wait_closed()
    assert "error" not in written.getvalue()
