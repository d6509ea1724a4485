"""Paths that want to leave their folder, and requests that want to be two, byte by byte."""

import asyncio
import re
from collections.abc import Iterator
from itertools import product

import pytest

from server.settings.config import Config
from tests.conftest import Client
from tests.server.database import database
from tests.server.visits import make

UP = (
    "..",
    "%2e%2e",
    "%2E.",
    "..%2f..",
    "%2e%2e%2f%2e%2e",
    "%252e%252e",
    "..%5c..",
    "..\\..",
    "%c0%ae%c0%ae",
    "%uff0e%uff0e",
    "....//",
    ".%00.",
    "..;",
)
TARGETS = (
    "instance.key",
    "pochette.db",
    "data/instance.key",
    "etc/passwd",
    "proc/self/environ",
    "words/fr.json%00",
)
PREFIXES = (
    "/",
    "/static/",
    "/static/assets/",
    "/static//",
    "/n/{token}/image/",
    "/n/{token}/note.",
    "/n/{token}/print/",
    "/p/{token}/notes/",
    "/e/",
    "/E/",
    "/devices/add/",
    "/recover/",
)


STATUS = re.compile(rb"HTTP/1\.[01] (\d{3}) ")


@pytest.fixture(autouse=True)
def refused_without_a_word(no_unexpected_error: None, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """What aiohttp says of nonsense is not for the log of the server: see tests/server/test_log.py."""
    yield
    caplog.get_records("call").clear()


async def answered(client: Client, request: bytes, *, within: float = 5) -> bytes:
    """All that the server says until it hangs up, or says nothing more for a while."""
    reader, writer = await asyncio.open_connection("127.0.0.1", client.port)
    writer.write(request)
    said = b""
    try:
        async with asyncio.timeout(within):
            while part := await reader.read(65536):
                said += part
    except (TimeoutError, ConnectionError):
        pass
    writer.close()
    return said


def get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()


@pytest.mark.parametrize("one_of", [4, pytest.param(1, marks=pytest.mark.long)])
async def test_no_path_leaves_its_folder(client: Client, config: Config, one_of: int) -> None:
    made = await make(client, markdown="# Eau\n")
    secrets = [config.instance_key.read_bytes().strip(), b"SQLite format 3", b"root:", b"PATH=", b'"app"']
    paths = [
        prefix.format(token=made.edit_token) + "/".join([up] * many) + "/" + target
        for prefix, up, many, target in product(PREFIXES, UP, (1, 4), TARGETS)
    ]
    found = []
    for at, path in enumerate(paths):
        if at % one_of == 0:
            said = await answered(client, get(path))
            status = int(said.split(b" ", 2)[1]) if said else 0
            if status not in (400, 403, 404) or any(secret in said for secret in secrets):
                found.append((path, status))
    assert found == []
    assert len(paths) // one_of > 400
    assert b" 200 " in await answered(client, get("/static/words/fr.json")), "what is there is given"


# Wants to be read as the beginning of another request, by whoever counts the first one otherwise.
INSIDE = (
    "POST /api/notes HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
    'Content-Length: 21\r\n\r\n{"title": "smuggled"}'
)
FRAMED = f"{len(INSIDE):x}\r\n{INSIDE}\r\n0\r\n\r\n"
HEADS = {
    "both lengths": f"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{INSIDE}",
    "both, the other way": f"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n{FRAMED}",
    "two lengths": f"Content-Length: 0\r\nContent-Length: {len(INSIDE)}\r\n\r\n{INSIDE}",
    "a list of lengths": f"Content-Length: 0, {len(INSIDE)}\r\n\r\n{INSIDE}",
    "a length with a sign": f"Content-Length: +0\r\n\r\n{INSIDE}",
    "a negative length": f"Content-Length: -1\r\n\r\n{INSIDE}",
    "a length in hexadecimal": f"Content-Length: 0x0\r\n\r\n{INSIDE}",
    "a length with a line": f"Content-Length:\r\n 0\r\n\r\n{INSIDE}",
    "a name with a space": f"Content-Length : 0\r\nContent-Length: 5\r\n\r\n{INSIDE}",
    "a name with a tab": f"Transfer-Encoding\t: chunked\r\nContent-Length: 5\r\n\r\n{INSIDE}",
    "a coding that is none": f"Transfer-Encoding: xchunked\r\n\r\n{FRAMED}",
    "a coding in another letter": f"Transfer-Encoding: chunKed, identity\r\n\r\n{FRAMED}",
    "two codings": f"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n{FRAMED}",
    "a coding behind a sign": f"Transfer-Encoding: \x0bchunked\r\n\r\n{FRAMED}",
    "a chunk that is too long to be": "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n" + INSIDE,
    "a chunk with a sign": f"Transfer-Encoding: chunked\r\n\r\n-1\r\n{INSIDE}",
    "a chunk in no number": f"Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n{INSIDE}",
    "a chunk without its end": f"Transfer-Encoding: chunked\r\n\r\n1\r\nXX0\r\n\r\n{INSIDE}",
    "a bare line feed": f"X: y\nContent-Length: 0\n\n{INSIDE}",
    "a bare return": f"X: y\rContent-Length: 0\r\n\r\n{INSIDE}",
    "a sign of nothing": f"X: y\x00Content-Length: 5\r\n\r\n{INSIDE}",
    "a folded line": f"X: y\r\n Content-Length: 5\r\nContent-Length: 0, 5\r\n\r\n{INSIDE}",
    "a length in a trailer": f"Transfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: 5\r\nX\r\n\r\n{INSIDE}",
    "the old protocol": f"Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n{FRAMED}",
}


async def test_no_request_hides_in_another_one(client: Client, config: Config) -> None:
    async def tried(path: str, name: str) -> tuple[str, str, int]:
        version = "1.0" if name == "the old protocol" else "1.1"
        head = f"POST {path} HTTP/{version}\r\nHost: localhost\r\n"
        said = await answered(client, (head + HEADS[name]).encode("latin-1"), within=2)
        return path, name, len(STATUS.findall(said))

    told = await asyncio.gather(*(tried(path, name) for path in ("/health", "/nothing") for name in HEADS))
    assert [one for one in told if one[2] > 1] == []
    with database(config) as opened:
        assert list(opened.execute("SELECT count(*) FROM notes")) == [(0,)]


async def test_the_hidden_request_alone_would_make_a_note(client: Client, config: Config) -> None:
    """The control; and two requests that are told apart are two."""
    whole = f"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n{INSIDE}"
    said = await answered(client, whole.encode(), within=10)
    assert STATUS.findall(said) == [b"200", b"201"]
    with database(config) as opened:
        assert list(opened.execute("SELECT count(*) FROM notes")) == [(1,)]


@pytest.mark.parametrize(
    "target",
    ["http://evil.example/", "//evil.example/", "evil.example:443", "*", "http://localhost@evil.example/"],
)
async def test_a_whole_address_as_target_is_no_other_server(client: Client, target: str) -> None:
    said = await answered(client, get(target))
    head = said.partition(b"\r\n\r\n")[0]
    assert b"evil.example" not in head
    assert set(STATUS.findall(said)) <= {b"200", b"400", b"404", b"421"}
