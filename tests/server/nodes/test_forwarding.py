"""Any node takes any request; its owner answers it, and believes nobody but a node of this instance."""

import asyncio
import io
import os
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from zipfile import ZipFile

import pytest
from aiohttp import ClientSession, DummyCookieJar
from yarl import URL

from crdt import frames
from crdt.seat import Close
from server.nodes.hop import HEADER, NO_BODY, Hop, new_nonce, sign
from server.secrets.tokens import Seal
from server.settings.key_files import key_of
from tests.crdt.awareness import awareness_payload
from tests.images import png
from tests.server.live.editors import PATIENCE_S, Editor
from tests.server.live.lines import HttpLine
from tests.server.nodes.living import owners, rows
from tests.server.nodes.people import agree, lost, typing
from tests.server.nodes.serving import Node
from tests.visitor import LED_HERE, Note, Visitor
from tests.wire.notes import OnServer

ASKED = 200 if os.environ.get("POCHETTE_LONG") == "1" else 20


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession(cookie_jar=DummyCookieJar(), headers=LED_HERE) as session:
        yield session


@pytest.fixture
async def visitor(session: ClientSession, nodes: list[Node]) -> Visitor:
    return await Visitor.come(session, nodes[0].url)


def at(visitor: Visitor, node: Node) -> Visitor:
    return replace(visitor, url=node.url)


async def opened_at(
    node: Node, note: Note, session: ClientSession, *, headers: dict[str, str] | None = None
) -> Editor:
    """An editor that has the whole note, by a websocket."""
    editor = Editor()
    await editor.connect(session, f"{node.url}/sync/{URL(note.edit).name}", headers=headers)
    await editor.until(lambda: editor.is_saved)
    return editor


def heard_in(message: object) -> str:
    """A message, its JSON read as it is shown."""
    assert isinstance(message, bytes)
    return message.decode(errors="replace").replace("\\u00ef", "ï")


async def test_what_is_written_at_one_node_is_seen_at_every_other(
    nodes: list[Node], session: ClientSession
) -> None:
    note = await OnServer.make(nodes[0])
    async with typing(note, nodes) as people:
        shown = await agree(people)
        assert lost(people, shown) == []
        assert [await note.on(node).text() for node in nodes] == [shown, shown]


async def test_every_request_for_a_note_is_answered_by_its_owner(
    nodes: list[Node], visitor: Visitor, session: ClientSession, served_database: str
) -> None:
    note = await visitor.makes_note(markdown="# Titre\n\nTexte.\n")
    editor = await opened_at(nodes[0], note, session)
    assert owners(served_database)[note.note] == nodes[0].url
    other = at(visitor, nodes[1])

    upload = other.session.post(f"{other.url}{note.edit}/images", data=png(width=300), headers=other.cookie)
    async with upload as answer:  # a body, streamed
        assert answer.status == 201, await answer.text()
    line = HttpLine(session, URL(f"{nodes[1].url}/sync/{URL(note.edit).name}/http"))
    assert await line.open() == 201
    by_http = Editor()
    await by_http.attach(line)
    await by_http.until(lambda: by_http.is_saved)
    await by_http.type("par HTTP")
    await editor.until(lambda: "par HTTP" in str(editor.text))
    card = await other.asks("GET", f"{note.edit}/card")
    assert card
    async with session.head(f"{nodes[1].url}{note.edit}/note.md") as answer:
        assert (answer.status, answer.headers["Server"]) == (200, "Pochette")
    async with session.get(f"{nodes[1].url}{note.edit}/note.md") as answer:
        assert "par HTTP" in await answer.text()
        assert len(answer.headers.getall("X-Request-Id")) == 1
    async with session.get(f"{nodes[1].url}/n/{'A' * 32}") as answer:
        assert answer.status == 404
    assert owners(served_database)[note.note] == nodes[0].url
    line.cut()


async def test_two_nodes_that_are_asked_at_once_open_a_note_once(
    nodes: list[Node], visitor: Visitor, session: ClientSession, served_database: str
) -> None:
    notes = [await visitor.makes_note() for _ in range(ASKED)]

    async def asked(note: Note) -> None:
        first, second = await asyncio.gather(*(opened_at(node, note, session) for node in nodes))
        await first.type("de l’un")
        await second.until(lambda: "de l’un" in str(second.text))
        await second.type("de l’autre")
        await first.until(lambda: "de l’autre" in str(first.text))
        for editor in (first, second):
            assert editor.socket is not None
            await editor.socket.close()

    for start in range(0, len(notes), 10):
        await asyncio.gather(*map(asked, notes[start : start + 10]))
    assert len(rows(served_database, "SELECT thing FROM owners")) >= len(notes)


async def test_a_device_that_is_closed_at_one_node_is_cut_off_at_every_other(
    nodes: list[Node], visitor: Visitor, session: ClientSession
) -> None:
    note = await visitor.makes_note(markdown="# Titre\n")
    lost = await Visitor.come(session, nodes[0].url)
    id_ = await visitor.takes_as_own(lost)
    editor = await opened_at(nodes[0], note, session, headers=lost.cookie)
    await at(visitor, nodes[1]).submits(f"/devices/{id_}/close")
    # The watch of devices would say that it comes back.
    assert (await editor.closed())[0] == Close.DEVICE_CLOSED.code


async def test_a_name_that_is_said_at_one_node_is_seen_at_every_other(
    nodes: list[Node], visitor: Visitor, session: ClientSession
) -> None:
    note = await visitor.makes_note(markdown="# Titre\n")
    editor = await opened_at(nodes[0], note, session, headers=visitor.cookie)
    other = await opened_at(nodes[0], note, session)
    assert editor.line is not None
    await editor.line.send_bytes(frames.awareness(awareness_payload({})))
    await at(visitor, nodes[1]).asks("PUT", "/api/visitor", json={"name": "Aïcha"})
    assert other.line is not None
    async with asyncio.timeout(PATIENCE_S):
        while "Aïcha" not in heard_in((await other.line.receive()).data):
            pass


async def test_a_work_on_a_note_that_is_open_elsewhere_has_it_handed_over(
    nodes: list[Node], visitor: Visitor, session: ClientSession, served_database: str
) -> None:
    """The classeur is at one node, its note at the other: what was typed is on disk before."""
    there = at(visitor, nodes[1])
    binder = (await there.asks("POST", "/api/binders", json={"name": "Programme"}))["binder"]
    made = await there.asks("POST", f"/c/{binder}/notes", json={"markdown": "# Jetée\n"})
    note = Note(made["note"], f"/n/{made['note']}")
    editor = await opened_at(nodes[0], note, session, headers=visitor.cookie)
    assert owners(served_database)[note.note] == nodes[0].url
    await editor.type("dernier mot")
    await editor.until(lambda: editor.is_saved)
    async with session.get(f"{nodes[1].url}/c/{binder}/classeur.zip", headers=visitor.cookie) as answer:
        texts = ZipFile(io.BytesIO(await answer.read()))
    assert "dernier mot" in "".join(
        texts.read(name).decode() for name in texts.namelist() if name.endswith(".md")
    )
    assert owners(served_database)[note.note] == nodes[0].url  # to read it moves nothing
    await editor.type("et un autre")
    await there.asks("POST", f"/c/{binder}/notes/trash", json={"notes": [note.note]})
    code, _ = await editor.closed()
    assert code in {Close.RELOADING.code, Close.TRASHED.code}
    assert note.note not in owners(served_database) or owners(served_database)[note.note] == nodes[1].url
    await there.asks("POST", f"/c/{binder}/notes/restore", json={"notes": [note.note]})
    async with session.get(f"{nodes[0].url}{note.edit}/note.md", headers=visitor.cookie) as answer:
        assert "et un autre" in await answer.text()


async def test_a_link_that_is_closed_at_its_owner_ends_connections_through_every_node(
    nodes: list[Node], visitor: Visitor, session: ClientSession
) -> None:
    note = await visitor.makes_note(markdown="# Titre\n")
    made = await visitor.asks("POST", f"{note.edit}/links", json={"role": "edit"})
    guest = Note(note.note, URL(made["url"]).path)
    guests = [await opened_at(node, guest, session) for node in nodes]
    address = f"{nodes[1].url}{note.edit}/links/{made['id']}"
    async with session.delete(address, headers=visitor.cookie) as answer:
        assert answer.status < 300, await answer.text()
    assert [(await one.closed())[0] for one in guests] == [Close.WITHDRAWN.code] * 2


def head(nodes: list[Node], served_database: str, path: str, **wish: Any) -> dict[str, str]:
    """A signed head from the second node to the first."""
    number = {
        url: node
        for node, url in rows(served_database, "SELECT node, url FROM nodes JOIN fences USING (node)")
    }
    ((now,),) = rows(served_database, "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")
    facts = {
        "sender": number[nodes[1].url],
        "receiver": number[nodes[0].url],
        "at": now,
        "nonce": new_nonce(),
        "body": NO_BODY,
        "scheme": "http",
        "host": URL(nodes[0].url).authority,
        "client": "198.51.100.7",
    }
    key = Seal(key_of(nodes[0].data / "instance.key")).of_nodes
    signed = {"key": key, "method": "GET", "path": path} | wish
    hop = Hop(**{**facts, **{name: wish[name] for name in wish.keys() & facts.keys()}})
    return {HEADER: sign(signed["key"], signed["method"], signed["path"], hop)}


async def test_a_head_is_good_once_for_one_request_to_one_node_and_now(
    nodes: list[Node], visitor: Visitor, session: ClientSession, served_database: str
) -> None:
    note = await visitor.makes_note(markdown="# Titre\n")
    await opened_at(nodes[0], note, session)
    path = f"{note.edit}/note.md"
    ((now,),) = rows(served_database, "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")
    assert isinstance(now, int)

    async def status(headers: dict[str, str], node: Node = nodes[0], path: str = path) -> int:
        async with session.get(f"{node.url}{path}", headers=headers) as answer:
            return answer.status

    good = head(nodes, served_database, path)
    assert await status(good) == 200
    assert await status(good) == 400  # replayed
    assert await status(head(nodes, served_database, path, key=bytes(32))) == 400
    assert await status(head(nodes, served_database, path), path=f"{note.edit}/card") == 400
    assert await status(head(nodes, served_database, path, method="POST")) == 400
    assert await status(head(nodes, served_database, path, at=now - 6000)) == 400
    assert await status(head(nodes, served_database, path, at=now + 9000)) == 400
    assert await status(head(nodes, served_database, path, body="12")) == 400
    assert await status({HEADER: "anything"}) == 400
    assert await status({HEADER: "v1.e30.00"}) == 400
    assert await status({HEADER: "v1.e30.é"}) == 400
    assert await status({HEADER: "v1.é.00"}) == 400
    assert await status(head(nodes, served_database, path, receiver=17)) == 421  # of another incarnation


@pytest.mark.parametrize("said", ["v1.e30.é".encode(), b"v1.\xe9.00", b"v1.\xff\xfe.\xe9", b"\xc3"])
async def test_a_head_of_any_letters_is_a_forged_one(nodes: list[Node], said: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", URL(nodes[0].url).port)
    asks = f"GET / HTTP/1.1\r\nHost: {URL(nodes[0].url).authority}\r\nConnection: close\r\n{HEADER}: "
    writer.write(asks.encode() + said + b"\r\n\r\n")
    assert (await reader.readline()).startswith(b"HTTP/1.1 400 ")
    writer.close()


async def test_a_forwarded_request_goes_on_to_nobody(
    nodes: list[Node], visitor: Visitor, session: ClientSession, served_database: str
) -> None:
    note = await visitor.makes_note(markdown="# Titre\n")
    await opened_at(nodes[1], note, session)
    path = f"{note.edit}/note.md"
    async with session.get(nodes[0].url + path, headers=head(nodes, served_database, path)) as answer:
        assert (answer.status, answer.headers[HEADER]) == (421, "elsewhere")


async def test_a_request_that_asks_for_a_websocket_where_there_is_none_leaves_no_way_to_the_owner(
    nodes: list[Node], visitor: Visitor, session: ClientSession, served_database: str
) -> None:
    """What comes next on its connection is answered by the node that was asked, not by the owner unseen."""
    note = await visitor.makes_note(markdown="# Titre\n")
    await opened_at(nodes[0], note, session)
    port = URL(nodes[1].url).port
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n"
    for path in (f"{note.edit}/note.md", f"{note.edit}/image/xxxxxxxxxxxx", f"/sync/{URL(note.edit).name}"):
        if writer.is_closing() or reader.at_eof():
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = f"Host: 127.0.0.1:{port}\r\n{visitor.headers}Sec-Fetch-Site: same-origin\r\n"
        writer.write(f"GET {path} HTTP/1.1\r\n{head}{upgrade}\r\n".encode())
        answer = await reader.readuntil(b"\r\n\r\n")
        assert answer.split()[1] in {b"200", b"404", b"400"}, answer
        size = int(answer.lower().partition(b"content-length:")[2].split()[0])
        await reader.readexactly(size)
        before = logged(nodes[0])
        writer.write(f"GET /devices HTTP/1.1\r\n{head}\r\n".encode())
        await asyncio.wait_for(reader.read(1 << 16), PATIENCE_S)
        assert logged(nodes[0]) == before
        writer.close()


def logged(node: Node) -> int:
    """How often the node has answered at that address."""
    return (node.data.parent / f"{node.data.name}.log").read_text("utf-8").count("/devices")
