"""What is acknowledged is kept and every screen shows the same, whatever happens to a node or to PostgreSQL.

Servers are processes of their own, PostgreSQL writes with fsync, and people come back as a page does.
"""

import asyncio
import json
import os
import signal
from contextlib import suppress
from time import monotonic

from aiohttp import ClientSession, DummyCookieJar
from yarl import URL

from crdt import frames
from crdt.update import EMPTY
from tests.server.live.editors import PATIENCE_S
from tests.server.live.lines import HttpLine
from tests.server.nodes.living import owners, until
from tests.server.nodes.people import Person, agree, all_save, lost, typing
from tests.server.nodes.postgres import Postgres
from tests.server.nodes.serving import Node
from tests.visitor import LED_HERE, BusyError, Visitor
from tests.wire.notes import OnServer

# The lease is over after 4 s.
LONGER_THAN_A_LEASE_S = 20.0 if os.environ.get("POCHETTE_LONG") == "1" else 6.5


def owner_of(note: OnServer, database: str, nodes: list[Node]) -> Node:
    url = owners(database)[note.id]
    return next(node for node in nodes if node.url == url)


async def nothing_is_lost(people: list[Person], note: OnServer, at: Node) -> None:
    await all_save(people)
    shown = await agree(people)
    assert lost(people, shown) == []
    assert await note.on(at).text() == shown
    for person in people:
        person.is_resting = False


async def blind(node: Node, note: OnServer) -> None:
    """It says at once that it can do nothing, also to a proxy that asks for its health."""
    async with ClientSession(headers=LED_HERE) as session:

        async def is_so() -> bool:
            async with session.get(f"{node.url}/health") as answer:
                return answer.status == 503 and (await answer.json())["node"] == "blind"

        await until(is_so)
        began = monotonic()
        async with session.get(f"{node.url}/n/{note.edit}/note.md") as answer:
            assert answer.status == 503
        assert monotonic() - began < 1


async def test_the_owner_is_killed(nodes: list[Node], served_database: str) -> None:
    note = await OnServer.make(nodes[0])
    async with typing(note, nodes) as people:
        owner = owner_of(note, served_database, nodes)
        other = next(node for node in nodes if node is not owner)
        owner.kill()
        await nothing_is_lost(people, note, other)
        assert max(person.longest_s for person in people) < 4  # nobody waits for the lease
        owner.start()
        await nothing_is_lost(people, note, owner)


async def test_the_owner_is_stopped_for_longer_than_its_lease(
    nodes: list[Node], served_database: str
) -> None:
    note = await OnServer.make(nodes[0])
    async with typing(note, nodes) as people:
        owner = owner_of(note, served_database, nodes)
        other = next(node for node in nodes if node is not owner)
        os.kill(owner.pid, signal.SIGSTOP)
        await asyncio.sleep(LONGER_THAN_A_LEASE_S)
        os.kill(owner.pid, signal.SIGCONT)
        await nothing_is_lost(people, note, other)


async def test_the_database_is_restarted(nodes: list[Node], postgres: Postgres) -> None:
    note = await OnServer.make(nodes[0])
    async with typing(note, nodes) as people:
        await asyncio.to_thread(postgres.stop)
        for node in nodes:
            await blind(node, note)
        await asyncio.to_thread(postgres.start)
        await nothing_is_lost(people, note, nodes[0])
    for node in nodes:  # each meets its broken connections
        fresh = await OnServer.make(node)
        assert await fresh.text() == ""
        async with typing(fresh, [node], 1) as people:
            await nothing_is_lost(people, fresh, node)


async def test_a_session_over_http_whose_owner_has_died_is_known_to_be_over_at_once(
    nodes: list[Node], served_database: str
) -> None:
    """Whatever its client asks next at another node, with a body or without: it begins another one there."""
    async with ClientSession(cookie_jar=DummyCookieJar(), headers=LED_HERE) as session:
        visitor = await Visitor.come(session, nodes[0].url)
        made = await visitor.makes_note()
        await visitor.asks("GET", f"{made.edit}/card")
        owner = next(node for node in nodes if node.url == owners(served_database)[made.note])
        other = next(node for node in nodes if node is not owner)
        line = HttpLine(session, URL(f"{other.url}/sync/{URL(made.edit).name}/http"))
        assert await line.open() == 201
        os.kill(owner.pid, signal.SIGSTOP)
        try:
            asked = asyncio.gather(line.post(frames.update(EMPTY), first=1), line.ask(after=9, wait=20))
            async with asyncio.timeout(PATIENCE_S):
                posted, fetched = await asked
        finally:
            os.kill(owner.pid, signal.SIGCONT)
        assert (posted[0], posted[1]["error"]["code"]) == (404, "no_session")
        assert (fetched[0], json.loads(fetched[1])["error"]["code"]) == (404, "no_session")
        assert await line.open() == 201


async def test_a_body_that_a_dead_owner_was_sent_is_taken_whole_or_not(
    nodes: list[Node], served_database: str
) -> None:
    async with ClientSession(cookie_jar=DummyCookieJar(), headers=LED_HERE) as session:
        visitor = await Visitor.come(session, nodes[0].url)
        made = await visitor.makes_note()
        link = await visitor.asks("POST", f"{made.edit}/links", json={"role": "edit", "label": "Lecture"})
        owner = next(node for node in nodes if node.url == owners(served_database)[made.note])
        other = next(node for node in nodes if node is not owner)
        owner.kill()
        at_other, way = visitor.at(other.url), f"{made.edit}/links/{link['id']}"
        with suppress(BusyError):
            await at_other.asks("PUT", way, json={"role": "read"})
        owner.start()
        await at_other.asks("PUT", way, json={"role": "read"})
