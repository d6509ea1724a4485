"""nginx and Caddy in front of a real server, with the settings that come along."""

import asyncio
import io
import json
import select
import socket
import ssl
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random

import pytest
from aiohttp import ClientSession
from yarl import URL

from server.binders.rules.batches import MOST_TOGETHER
from server.command.proxy import PROGRAMS
from server.notes.imports import MOST_BYTES
from tests.export.office.archives import WORD, docx
from tests.wire.proxy import HOST, V4, V6, Proxied, has_v6, proxied
from tests.wire.public import asked, trusting, visitor

MIB = 1 << 20


@pytest.fixture(scope="module", params=PROGRAMS)
def front(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    with proxied(request.param, tmp_path_factory.mktemp(request.param)) as it:
        yield it


async def made(session: ClientSession, **fields: str) -> dict[str, str]:
    """The links of a new note, as paths."""
    answer = await asked(session, "POST", "/api/notes", json={"markdown": "# Note\n\nTexte.\n", **fields})
    assert answer.status == 201
    links = (await answer.json())["links"]
    return {right: "/" + link.split("/", 3)[3] for right, link in links.items()}


async def refused(front: Proxied, address: str, size: int, way: str) -> tuple[int, str]:
    """The status and the code of the answer to a body of zeros, which is sent until the answer comes."""
    answer, _, body = (await asyncio.to_thread(_upload, front, address, size, way)).partition(b"\r\n\r\n")
    return int(answer.split()[1]), json.loads(body[body.index(b"{") : body.rindex(b"}") + 1])["error"]["code"]


def _upload(front: Proxied, address: str, size: int, way: str) -> bytes:
    length = f"Content-Length: {size}" if way == "declared" else "Transfer-Encoding: chunked"
    lines = (f"POST {address} HTTP/1.1", f"Host: {HOST}:{front.port}", "Accept: application/json", length)
    piece = bytes(MIB) if way == "declared" else b"100000\r\n" + bytes(MIB) + b"\r\n"
    context = trusting()
    context.maximum_version = ssl.TLSVersion.TLSv1_2  # a newer one has something to read before any answer
    with connected(front, context) as line:
        line.sendall("\r\n".join((*lines, "", "")).encode())
        with suppress(OSError):  # whoever has answered need not take more
            for _ in range(size // MIB):
                if select.select([line], [], [], 0)[0]:
                    break
                line.sendall(piece)
            else:
                line.sendall(b"" if way == "declared" else b"0\r\n\r\n")
        said = b""
        while b"}}" not in said and (more := line.recv(1 << 16)):
            said += more
        return said


@contextmanager
def connected(front: Proxied, context: ssl.SSLContext) -> Iterator[ssl.SSLSocket]:
    with (
        socket.create_connection((V4, front.port), 30) as plain,
        context.wrap_socket(plain, server_hostname=HOST) as line,
    ):
        yield line


def word_file(size: int) -> bytes:
    """A Word file of a line, and of so many bytes that nothing makes smaller."""
    text = docx(f'<w:p xmlns:w="{WORD}"><w:r><w:t>Une ligne</w:t></w:r></w:p>')
    out = io.BytesIO(text)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("docProps/thumbnail.bin", Random(1).randbytes(size))
    return out.getvalue()


async def test_an_address_without_tls_is_led_to_the_same_with_it(front: Proxied) -> None:
    async with visitor(front) as session:
        address = f"http://{HOST}:{front.plain}/n/some-token?view=edit"
        answer = await asked(session, "GET", address)

    assert answer.status in {301, 308}
    # Caddy leaves out the port that its own settings call that of TLS.
    led = URL(answer.headers["Location"])
    assert led.with_port(front.port) == URL(f"{front.origin}/n/some-token?view=edit")


def test_http_2_is_spoken(front: Proxied) -> None:
    context = trusting()
    context.set_alpn_protocols(["h2", "http/1.1"])
    with connected(front, context) as line:
        spoken, version = line.selected_alpn_protocol(), line.version()

    assert spoken == "h2"
    assert version in {"TLSv1.2", "TLSv1.3"}


@pytest.mark.skipif(not has_v6(), reason="this machine has no IPv6")
async def test_so_is_ipv6(front: Proxied) -> None:
    async with visitor(front, address=V6) as session:
        answer = await asked(session, "GET", "/health")
        led = await asked(session, "GET", f"http://{HOST}:{front.plain}/")

    assert answer.status == 200
    assert led.headers["Location"].startswith(f"https://{HOST}")


async def test_a_word_file_of_30_mb_becomes_a_note(front: Proxied) -> None:
    file = word_file(30_000_000)
    async with visitor(front) as session:
        answer = await asked(
            session, "POST", "/notes/import", params={"name": "grande.docx"}, data=io.BytesIO(file)
        )
        assert answer.status == 201
        path = "/" + (await answer.json())["links"]["edit"].split("/", 3)[3]
        note = await (await asked(session, "GET", f"{path}/note.md")).text()

    assert "Une ligne" in note


@pytest.mark.parametrize("way", ["declared", "chunked"])
async def test_a_body_over_the_limit_is_refused_in_the_words_of_the_product(front: Proxied, way: str) -> None:
    async with visitor(front) as session:
        note = (await made(session))["edit"]
    answer = await refused(front, f"{note}/import?name=trop.md", MOST_BYTES + 8 * MIB, way)

    assert answer == (413, "file_too_large")


async def test_so_are_many_files_over_what_they_may_be_together(front: Proxied) -> None:
    answer = await refused(front, "/notes/import?name=trop.zip", MOST_TOGETHER + 8 * MIB, "declared")

    assert answer == (413, "file_too_large")


async def test_a_websocket_passes(front: Proxied) -> None:
    async with visitor(front) as session:
        token = (await made(session))["edit"].removeprefix("/n/")
        async with session.ws_connect(f"/sync/{token}", headers={"Origin": front.origin}) as wire:
            first = await wire.receive_bytes(timeout=20)

    assert first


async def test_so_does_a_stream_over_http_without_waiting_for_its_end(front: Proxied) -> None:
    async with visitor(front) as session:
        token = (await made(session))["edit"].removeprefix("/n/")
        begun = await (await asked(session, "POST", f"/sync/{token}/http", data=b"")).json()
        of_it = {"session": begun["session"], "stream": "1"}
        async with session.get(f"/sync/{token}/http", params=of_it) as stream:
            first = await asyncio.wait_for(stream.content.readany(), 20)
            assert stream.connection is not None
            assert stream.connection.transport is not None
            stream.connection.transport.abort()  # a stream has no end that TLS could wait for

    assert first


async def test_the_server_is_told_the_address_of_the_visitor_and_not_what_the_visitor_says(
    front: Proxied,
) -> None:
    async with visitor(front, source="127.0.0.2") as session:
        forged = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"}
        answer = await asked(session, "GET", "/", headers=forged)
        cookie = answer.headers["Set-Cookie"]

    lines = [json.loads(line) for line in front.server_log.splitlines() if '"route"' in line]
    assert lines[-1]["client"] == "127.0.0.2"
    assert cookie.startswith("__Host-")


async def test_a_browser_is_told_once_to_come_by_tls_alone(front: Proxied) -> None:
    async with visitor(front) as session:
        answer = await asked(session, "GET", "/")

    assert answer.headers.getall("Strict-Transport-Security") == ["max-age=31536000"]


async def test_no_line_of_a_log_holds_an_address(front: Proxied, tmp_path: Path) -> None:
    """Neither while the server answers or refuses, nor while the server is down."""
    async with visitor(front) as session:
        note = (await made(session))["edit"]
        await asked(session, "GET", note)
        await asked(session, "GET", "/n/unknown-and-secret")
        await refused(front, f"{note}/import?name=trop.md", MOST_BYTES + MIB, "declared")
        await asked(session, "GET", f"http://{HOST}:{front.plain}{note}")
        async with session.ws_connect(f"/sync/{note.removeprefix('/n/')}") as wire:
            await wire.receive_bytes(timeout=20)
    with proxied(front.program, tmp_path, with_server=False) as alone:
        async with visitor(alone) as session:
            answer = await asked(session, "GET", note)
        told = front.log + alone.log

    assert answer.status == 502
    assert note.removeprefix("/n/") not in told
    assert "secret" not in told
