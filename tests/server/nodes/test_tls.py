"""Nodes that reach each other by https: requests and sockets go through TLS, to whom a node trusts alone."""

import asyncio
import ssl
import sys
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

import trustme
from aiohttp import ClientSession, DummyCookieJar

from server.settings.key_files import key_of
from tests.served import Served
from tests.server.live.editors import Editor
from tests.server.nodes.living import owners
from tests.server.nodes.postgres import Postgres
from tests.visitor import LED_HERE
from tests.wire.notes import OnServer

_CHUNK_BYTES = 1 << 16


class Front:
    """A proxy that speaks TLS and passes on to the port `target`; `taken` are its connections."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.target = 0
        self.taken = 0

    async def take(self, reader: StreamReader, writer: StreamWriter) -> None:
        self.taken += 1
        back, far = await asyncio.open_connection("127.0.0.1", self.target)
        await asyncio.gather(_pass(reader, far), _pass(back, writer))


async def _pass(source: StreamReader, sink: StreamWriter) -> None:
    with suppress(OSError):
        while chunk := await source.read(_CHUNK_BYTES):
            sink.write(chunk)
            await sink.drain()
    sink.close()
    with suppress(OSError):
        await sink.wait_closed()


@asynccontextmanager
async def front(authority: trustme.CA) -> AsyncIterator[Front]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    it = Front(0)
    listening = await asyncio.start_server(it.take, "127.0.0.1", 0, ssl=context)
    it.port = listening.sockets[0].getsockname()[1]
    yield it
    listening.close()


@asynccontextmanager
async def behind(own: Front, data: Path, database: str, trusted: trustme.CA) -> AsyncIterator[Served]:
    """A node that the others reach by the front of its own, and that trusts one authority."""
    authority = data.with_suffix(".pem")
    trusted.cert_pem.write_to_path(authority)
    program = ("env", f"SSL_CERT_FILE={authority}", sys.executable, "-m", "server")
    url = f"https://127.0.0.1:{own.port}"
    node = Served(data, "--database", database, "--node-url", url, program=program)
    await asyncio.to_thread(node.start)  # the fronts of the others are of this process
    own.target = int(node.url.rpartition(":")[2])
    try:
        yield node
    finally:
        await asyncio.to_thread(node.stop)


async def test_nodes_reach_each_other_through_tls(postgres: Postgres, tmp_path: Path) -> None:
    authority, strangers = trustme.CA(), trustme.CA()
    database = postgres.create("tls")
    key = tmp_path / "instance.key"
    key_of(key)
    folders = [tmp_path / name for name in "ab"]
    for folder in folders:
        folder.mkdir(mode=0o700)
        (folder / "instance.key").write_bytes(key.read_bytes())
        (folder / "instance.key").chmod(0o600)
    async with AsyncExitStack() as stack:
        of_a, of_b = [await stack.enter_async_context(front(authority)) for _ in folders]
        a = await stack.enter_async_context(behind(of_a, folders[0], database, authority))
        b = await stack.enter_async_context(behind(of_b, folders[1], database, strangers))
        session = ClientSession(cookie_jar=DummyCookieJar(), headers=LED_HERE)
        await stack.enter_async_context(session)

        theirs = await OnServer.make(b)
        assert await theirs.text() == ""
        assert owners(database)[theirs.id] == f"https://127.0.0.1:{of_b.port}"
        editor = Editor()
        await editor.connect(session, theirs.on(a).sync)
        await editor.until(lambda: editor.is_saved)
        await editor.type("par TLS " * 20_000)
        await editor.until(lambda: editor.is_saved)
        assert await theirs.on(a).text() == await theirs.text() == str(editor.text)
        assert of_b.taken >= 2, "a socket, and a request"

        ours = await OnServer.make(a)
        assert await ours.text() == ""
        async with session.get(f"{b.url}/n/{ours.edit}/note.md") as answer:
            assert answer.status == 503, "what answers for its owner has a certificate of strangers"
        assert await ours.text() == ""
        assert editor.socket is not None
        await editor.socket.close()
