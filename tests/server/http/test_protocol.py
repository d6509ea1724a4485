"""What is said to a request that cannot be read: that it could not be, and nothing of what was in it."""

import asyncio
import re
from pathlib import Path

from tests.served import Served

TOKEN = "AbCdEfGhIjKlMnOpQrStUvWxYz012345"
BROKEN = (
    f"GET /n/{TOKEN}\x01 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    f"GET /n/{TOKEN} HTTP/1.1\r\nHost: localhost\r\nCookie: __Host-pochette={TOKEN}\x00\r\n\r\n",
    f"GET /n/{TOKEN} HTTP/9.9\r\nHost: localhost\r\n\r\n",
    f"GET {TOKEN}:443 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    f"POST /n/{TOKEN}/links HTTP/1.1\r\nHost: localhost\r\nContent-Length: {TOKEN}\r\n\r\n",
    f"GET /n/{TOKEN} HTTP/1.1\r\nHost: localhost\r\n{TOKEN}\r\n\r\n",
)


async def test_nothing_of_a_broken_request_comes_back(tmp_path: Path) -> None:
    with Served(tmp_path / "data") as server:
        port = int(server.url.rpartition(":")[2])
        for broken in BROKEN:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(broken.encode("latin-1"))
            async with asyncio.timeout(20):
                said = (await reader.read()).decode("latin-1")
            writer.close()
            await writer.wait_closed()
            assert re.match(r"HTTP/1\.[01] 400 Bad Request\r\n", said), said
            assert said.endswith("\r\n\r\nBad Request\n")
            assert re.search(r"\r\nServer: Pochette\r\n", said)
            assert TOKEN not in said
            assert "aiohttp" not in said
        assert TOKEN not in (tmp_path / "data.log").read_text("utf-8")
