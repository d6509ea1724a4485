"""A kept connection to the owner that has ended: a request that goes again has its whole body."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from aiohttp import ClientError, ClientSession, web
from aiohttp.test_utils import TestServer

from server.nodes.forwarded import forward, open_session
from server.nodes.hop import Answered


def read(_: str, status: int) -> Answered:
    return Answered(status=status, reason="OK", headers=[])


ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b"


class Owner:
    """Answers the first request of its first connection, and ends that at the next one."""

    def __init__(self) -> None:
        self.connections = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        is_first = self.connections == 1
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            head = await reader.readuntil(b"\r\n\r\n")
            while b"PUT" not in head or not is_first:
                size = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0] or 0)
                body = await reader.readexactly(size)
                writer.write(ANSWER % (len(body), body))
                head = await reader.readuntil(b"\r\n\r\n")
        writer.close()


@asynccontextmanager
async def node(owner: Owner) -> AsyncIterator[TestServer]:
    """Hands everything on to the owner."""
    listening = await asyncio.start_server(owner.serve, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    async with open_session() as session:

        async def hand_on(request: web.Request) -> web.StreamResponse:
            try:
                url = f"http://127.0.0.1:{port}"
                answer = await forward(session, request, url, hop="head", read=read)
            except ClientError:
                return web.Response(status=503)
            assert answer is not None
            return answer

        app = web.Application()
        app.router.add_route("*", "/", hand_on)
        server = TestServer(app)
        async with server:
            yield server
    listening.close()


@pytest.mark.parametrize("body", [b"x" * 10, b"x" * 300_000], ids=["short", "long"])
async def test_a_request_that_goes_again_has_its_whole_body_or_fails(body: bytes) -> None:
    owner = Owner()
    async with node(owner) as server, ClientSession() as session:
        async with session.get(server.make_url("/")) as answer:
            assert await answer.read() == b""
        async with session.put(server.make_url("/"), data=body) as answer:
            assert answer.status == 503 or await answer.read() == body
            assert answer.status == 200 or len(body) > 64 * 1024
