"""What a role of the database may do that has not the key of the instance: connect, read, write."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import replace
from time import monotonic
from typing import Any

import psycopg
import pytest
from aiohttp import ClientSession, DummyCookieJar, WSServerHandshakeError, web
from aiohttp.test_utils import TestServer
from psycopg import sql
from psycopg.errors import InsufficientPrivilege
from yarl import URL

from server.nodes.hop import HEADER, Answered, Hop, vouch
from server.nodes.seals import AddressSeal
from server.secrets.tokens import Seal
from server.settings.key_files import key_of
from tests.server.nodes.living import owners, rows, run
from tests.server.nodes.postgres import Postgres
from tests.server.nodes.serving import Node
from tests.visitor import LED_HERE, Note, Visitor

# Every number that processes of this version, or of those before it, lock by themselves.
KNOWN = (0x706F6368, 0x706F6370, 0x706F636F, 0x706F6361, 0x736F6C65, 0x73686172, 0x6C656164)
NODE = 1 << 60
HOP = Hop(
    sender=1, receiver=NODE, at=0, nonce="", body="none", scheme="http", host="127.0.0.1", client="127.0.0.1"
)
RIGHTS = {"stranger": "", "reader": "SELECT", "writer": "SELECT, INSERT, UPDATE, DELETE"}
EVIL = "<script>alert(document.domain)</script>"


@pytest.fixture(scope="session")
def roles(postgres: Postgres, shared: tuple[list[Node], str]) -> None:
    for role, rights in RIGHTS.items():
        run(shared[1], f"CREATE ROLE {role} LOGIN")
        if rights:
            run(shared[1], f"GRANT {rights} ON ALL TABLES IN SCHEMA public TO {role}")


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession(cookie_jar=DummyCookieJar(), headers=LED_HERE) as session:
        yield session


@pytest.fixture
async def visitor(session: ClientSession, nodes: list[Node]) -> Visitor:
    return await Visitor.come(session, nodes[0].url)


@contextmanager
def as_role(role: str, database: str) -> Iterator["psycopg.Connection[tuple[Any, ...]]"]:
    with psycopg.connect(str(URL(database).with_user(role)), autocommit=True) as db:
        yield db


async def goes_on(visitor: Visitor, nodes: list[Node]) -> float:
    """Works are done at every node, within so many seconds."""
    began = monotonic()
    async with asyncio.timeout(10):
        for node in nodes:
            there = visitor.at(node.url)
            await there.makes_note(markdown="# Titre\n")
            await there.asks("PUT", "/api/visitor", json={"name": "Anne"})
            async with visitor.session.get(f"{node.url}/health") as answer:
                assert answer.status == 200, await answer.text()
    return monotonic() - began


def _signed(number: int, bits: int) -> int:
    return number - (1 << bits) if number >> (bits - 1) else number


@pytest.mark.usefixtures("roles")
async def test_a_role_that_may_connect_stops_nothing_by_any_lock(
    nodes: list[Node], visitor: Visitor, served_database: str
) -> None:
    with as_role("stranger", served_database) as db:
        for number in KNOWN:
            db.execute("SELECT pg_advisory_lock(%s)", (number,))
        held = "SELECT classid::bigint, objid::bigint, objsubid FROM pg_locks WHERE locktype = 'advisory'"
        for high, low, kind in db.execute(held).fetchall():
            if kind == 1:
                db.execute("SELECT pg_try_advisory_lock(%s)", (_signed(high << 32 | low, 64),))
            else:
                db.execute(
                    "SELECT pg_try_advisory_lock(%s::int, %s::int)", (_signed(high, 32), _signed(low, 32))
                )
        await goes_on(visitor, nodes)
        nodes[1].stop()
        nodes[1].start()
        await goes_on(visitor, nodes)
        for statement in ("LOCK TABLE pochette_works", "SELECT * FROM notes", "DELETE FROM fences"):
            with pytest.raises(InsufficientPrivilege), db.transaction():
                db.execute(statement.encode())


@pytest.mark.usefixtures("roles")
async def test_a_role_that_may_read_stops_nothing_and_changes_nothing(
    nodes: list[Node], visitor: Visitor, served_database: str
) -> None:
    with as_role("reader", served_database) as db, db.transaction():
        for (table,) in db.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall():
            db.execute(f"LOCK TABLE {table} IN ACCESS SHARE MODE".encode())
        await goes_on(visitor, nodes)
        for statement in (
            "LOCK TABLE pochette_works IN EXCLUSIVE MODE",
            "SELECT * FROM fences FOR KEY SHARE",
        ):
            with pytest.raises(InsufficientPrivilege), db.transaction():
                db.execute(statement.encode())


class Elsewhere:
    """A server of somebody else's, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.head = "v1.e30.00"

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(f"{request.raw_path} {dict(request.headers)} {await request.text()}")
        headers = {"Set-Cookie": "pochette=planted; Path=/", HEADER: self.head}
        return web.Response(text=EVIL, content_type="text/html", headers=headers)


@asynccontextmanager
async def elsewhere() -> AsyncIterator[tuple[Elsewhere, str]]:
    one, app = Elsewhere(), web.Application()
    app.router.add_route("*", "/{tail:.*}", one.answer)
    async with TestServer(app) as server:
        yield one, f"http://127.0.0.1:{server.port}"


@contextmanager
def owning(database: str, note: str, url: str, seal: str, node: int = NODE) -> Iterator[None]:
    """Three rows of whoever may write say that the note is open at a node of that address."""
    with as_role("writer", database) as db:
        db.execute("SELECT pg_advisory_lock(%s)", (node,))
        db.execute(
            "INSERT INTO nodes SELECT %s, %s, max(schema), now() + interval '1 h', %s FROM nodes",
            (node, url, seal),
        )
        db.execute("INSERT INTO fences VALUES (%s)", (node,))
        db.execute("DELETE FROM owners WHERE thing = %s", (note,))
        db.execute("INSERT INTO owners VALUES (%s, %s)", (note, node))
        try:
            yield
        finally:
            db.execute("SELECT pg_advisory_unlock(%s)", (node,))
            for table in ("fences", "owners", "nodes"):
                db.execute(sql.SQL("DELETE FROM {} WHERE node = %s").format(sql.Identifier(table)), (node,))


async def asked_everywhere(nodes: list[Node], note: Note, visitor: Visitor) -> list[str]:
    """What a page, a form and a websocket are answered at each node: who asks, by the status."""
    shown = []
    for node in nodes:
        for method, path, data in (
            ("POST", f"{note.edit}/password", {"password": "motdepasse"}),
            ("GET", f"{note.edit}?view=edit", None),
            ("GET", f"{note.edit}/note.md", None),
        ):
            asking = visitor.session.request(method, node.url + path, headers=visitor.cookie, data=data)
            async with asking as answer:
                shown.append(f"{await answer.text()} {answer.headers}")
                assert "Content-Security-Policy" in answer.headers
        with suppress(WSServerHandshakeError):
            path = f"/sync/{URL(note.edit).name}"
            async with visitor.session.ws_connect(node.url + path, headers=visitor.cookie) as socket:
                shown.append(f"{await socket.receive(timeout=5)}")
    return shown


async def text(note: Note, node: Node, visitor: Visitor) -> str:
    async with visitor.session.get(f"{node.url}{note.edit}/note.md", headers=visitor.cookie) as answer:
        assert answer.status == 200
        return await answer.text()


def is_evil(shown: str) -> bool:
    return EVIL in shown or "planted" in shown


@pytest.mark.usefixtures("roles")
async def test_a_role_that_may_write_is_sent_nothing_and_answers_nothing(
    nodes: list[Node], visitor: Visitor, served_database: str
) -> None:
    sealed = {str(url): str(seal) for url, seal in rows(served_database, "SELECT url, seal FROM nodes")}
    async with elsewhere() as (other, url):
        for seal in ("", "é", sealed[nodes[0].url], "0" * 64):
            note = await visitor.makes_note(markdown="# Titre\n")
            with owning(served_database, note.note, url, seal):
                assert not any(map(is_evil, await asked_everywhere(nodes, note, visitor)))
                # A node that nobody is has been declared dead, and the note is open again.
                assert owners(served_database)[note.note] in sealed
                assert await text(note, nodes[0], visitor) == "# Titre\n"
        assert other.asked == []


@pytest.mark.usefixtures("roles")
@pytest.mark.parametrize("is_signed", [False, True], ids=["unsigned", "another answer's head"])
async def test_whoever_has_come_to_the_address_of_a_dead_node_answers_nothing(
    nodes: list[Node], visitor: Visitor, served_database: str, *, is_signed: bool
) -> None:
    """Its rows are right, and its answers are not: nobody sees them, nor gets a cookie of theirs."""
    key = Seal(key_of(nodes[0].data / "instance.key")).of_nodes
    async with elsewhere() as (other, url):
        note = await visitor.makes_note(markdown="# Titre\n")
        if is_signed:
            said = Answered(status=200, reason="OK", headers=[["Content-Type", "text/html"]])
            other.head = vouch(key, replace(HOP, nonce="of another request"), said)
        with owning(served_database, note.note, url, AddressSeal(key).of(NODE, url)):
            assert not any(map(is_evil, await asked_everywhere(nodes, note, visitor)))
        assert other.asked
        assert await text(note, nodes[0], visitor) == "# Titre\n"
