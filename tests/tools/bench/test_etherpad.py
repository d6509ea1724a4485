"""The client of Etherpad: its changesets as a small server receives them, and as a real Etherpad does."""

import asyncio
import json
import os
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.tools.bench.deliveries import Deliveries
from tests.tools.bench.etherpad import EtherpadPerson
from tests.tools.bench.person import Site
from tests.tools.bench.servers import MissingPeerError, etherpad_checkouts, served, store
from tests.tools.bench.typing_people import one_note
from tests.tools.bench.wires import STOCK

PAD = "Bienvenue\n"


class Pad:
    """Accepts the changes of a text, of which it keeps the length, and broadcasts them."""

    def __init__(self) -> None:
        self.changes: list[dict[str, Any]] = []
        self.length = len(PAD)
        self.is_slow = asyncio.Event()
        self._lines: list[asyncio.StreamWriter] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        name = f"a.{len(self._lines)}"
        self._lines.append(writer)
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 101 Switching Protocols\r\n\r\n" + _frame('0{"sid":"x"}'))
        assert await _text(reader) == "40", "socket.io 4: the client connects"
        writer.write(_frame('40{"sid":"y"}'))
        assert (await _read(reader))["type"] == "CLIENT_READY"
        writer.write(_frame("2"))
        assert await _text(reader) == "3", "Engine.IO 4: the server pings"
        there = {"initialAttributedText": {"text": PAD}, "rev": len(self.changes)}
        self._say(writer, "CLIENT_VARS", {"userId": name, "collab_client_vars": there})
        while True:
            message = await _read(reader)
            await self.is_slow.wait()
            self._change(writer, name, message["data"])

    def _change(self, author: asyncio.StreamWriter, name: str, data: dict[str, Any]) -> None:
        self.changes.append(data)
        match = re.match(r"Z:(\w+)>(\w+)", data["changeset"])
        assert match is not None
        assert int(match[1], 36) == self.length, "it is based on the text as it is"
        self.length += int(match[2], 36)
        told = {"newRev": len(self.changes), "changeset": data["changeset"], "author": name}
        for line in self._lines:
            kind = "ACCEPT_COMMIT" if line is author else "NEW_CHANGES"
            self._say(line, "COLLABROOM", {"type": kind, **told})

    def _say(self, line: asyncio.StreamWriter, kind: str, data: dict[str, Any]) -> None:
        message = json.dumps({"type": kind, "data": data}, separators=(",", ":"))
        line.write(_frame(f'42["message",{message}]'))


def _frame(text: str) -> bytes:
    content = text.encode()
    size = bytes((len(content),)) if len(content) < 126 else b"\x7e" + len(content).to_bytes(2, "big")
    return b"\x81" + size + content


async def _read(reader: asyncio.StreamReader) -> dict[str, Any]:
    message: dict[str, Any] = json.loads((await _text(reader)).removeprefix("42"))[1]
    return message


async def _text(reader: asyncio.StreamReader) -> str:
    head = await reader.readexactly(2)
    assert head[0] == 0x81, "text, which is what its socket.io takes"
    size = head[1] & 0x7F
    if size == 126:
        size = int.from_bytes(await reader.readexactly(2), "big")
    return (await reader.readexactly(4 + size))[4:].decode()


@pytest.fixture
async def pad() -> AsyncIterator[tuple[Pad, Site]]:
    pad, tasks = Pad(), set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.current_task())
        try:
            await pad.serve(reader, writer)
        except asyncio.IncompleteReadError:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield pad, Site(port, 0, STOCK, person=EtherpadPerson)
    await asyncio.gather(*filter(None, tasks), return_exceptions=True)


async def test_what_is_typed_while_a_change_is_under_way_goes_with_the_next(pad: tuple[Pad, Site]) -> None:
    server, site = pad
    deliveries = Deliveries()
    claire, paul = [
        await EtherpadPerson.join(site, "note", deliveries, client=client) for client in (1000, 1001)
    ]
    claire.take_place(((7, 2), (7, 3)))
    paul.take_place(((7, 4), (7, 5)))
    for _ in range(3):
        claire.type()
    server.is_slow.set()
    await _until(lambda: deliveries.delivered == 3)
    paul.type()
    await _until(lambda: deliveries.delivered == 4)

    assert [change["changeset"] for change in server.changes] == [
        "Z:a>1=3*0+1$~",
        "Z:b>2=3*0+2$~~",
        "Z:d>1=5*0+1$~",
    ]
    assert [change["baseRev"] for change in server.changes] == [0, 1, 2]
    assert {change["apool"]["numToAttrib"]["0"][1] for change in server.changes} == {"a.0", "a.1"}
    assert len(deliveries.delays_ns) == 4
    assert all(delay > 0 for delay in deliveries.delays_ns)
    claire.text = f"{PAD}~~~"
    assert claire.missing_letters([claire, paul]) == 1
    for person in (claire, paul):
        await person.leave()


@pytest.mark.skipif("POCHETTE_ETHERPAD" not in os.environ, reason="POCHETTE_ETHERPAD names no checkout")
async def test_a_real_etherpad_delivers_every_letter(tmp_path: Path) -> None:
    (peer,) = etherpad_checkouts()
    with store() as database, served(peer, database, tmp_path / "log", core=None) as site:
        figures = await one_note(site, 0, people=3, writers=2, seconds=1)

    assert (figures["undelivered"], figures["missing"], figures["closed"]) == (0, 0, 0)
    assert figures["deliveries_s"] > 0


def test_a_folder_without_etherpad_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POCHETTE_ETHERPAD", str(tmp_path))
    with pytest.raises(MissingPeerError, match=f"{tmp_path} has no src/package.json"):
        list(etherpad_checkouts())


async def _until(fact: Any) -> None:
    async with asyncio.timeout(5):
        while not fact():  # noqa: ASYNC110 - a count is looked at
            await asyncio.sleep(0.005)
