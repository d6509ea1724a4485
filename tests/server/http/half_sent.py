"""Requests whose body has not come whole."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from server.settings.config import Config
from tests.conftest import Client
from tests.server.database import database


@contextmanager
def unchanged(config: Config) -> Iterator[None]:
    """Whatever the database says of notes must be the same afterwards."""
    tables = ("links", "cards", "comments", "versions", "editions", "files", "journal", "visitors")

    def all_of() -> list[object]:
        with database(config) as opened:
            return [list(opened.execute(f"SELECT * FROM {table}")) for table in tables]  # noqa: S608

    before = all_of()
    yield
    assert all_of() == before


async def half_sent(
    client: Client, method: str, path: str, kind: str, body: bytes, headers: dict[str, str]
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A request that was let in; the last byte of its body is still to come."""
    reader, writer = await asyncio.open_connection("127.0.0.1", client.port)
    head = {"Host": f"127.0.0.1:{client.port}", "Content-Type": kind, "Content-Length": str(len(body))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in (head | headers).items())
    writer.write(f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body[:-1])
    await writer.drain()
    for _ in range(2):  # rights are looked up one after the other: its own was, by then
        assert (await client.get("/", headers=headers)).status == 200
    return reader, writer


async def status_of(reader: asyncio.StreamReader) -> int:
    line = await reader.readline()
    return int(line.split()[1])
