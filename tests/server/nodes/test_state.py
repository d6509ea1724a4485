"""What one process remembered is known at every node: who is being linked, what a card says."""

from collections.abc import AsyncIterator
from functools import partial

import pytest
from aiohttp import ClientSession, DummyCookieJar

from tests.server.live.editors import Editor
from tests.server.nodes.living import owners, until
from tests.server.nodes.serving import Node
from tests.visitor import LED_HERE, Visitor


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession(cookie_jar=DummyCookieJar(), headers=LED_HERE) as session:
        yield session


async def are_well(nodes: list[Node], session: ClientSession) -> bool:
    """Other tests stop them, and start them again."""
    for node in nodes:
        async with session.get(f"{node.url}/health") as answer:
            if answer.status != 200:
                return False
    return True


async def test_two_devices_are_linked_at_two_nodes(nodes: list[Node], session: ClientSession) -> None:
    await until(partial(are_well, nodes, session))
    desk, phone = [await Visitor.come(session, node.url) for node in nodes]
    id_ = await desk.takes_as_own(phone)
    assert id_ in await phone.devices()


async def test_a_page_at_one_node_hears_of_a_theme_that_is_renamed_at_another(
    nodes: list[Node], session: ClientSession, served_database: str
) -> None:
    await until(partial(are_well, nodes, session))
    visitor = await Visitor.come(session, nodes[0].url)
    binder = (await visitor.asks("POST", "/api/binders", json={"name": "Programme"}))["binder"]
    made = {"markdown": "---\ntheme: Logment\n---\n# Titre\n"}
    note = (await visitor.asks("POST", f"/c/{binder}/notes", json=made))["note"]
    page = Editor()
    await page.connect(session, f"{nodes[1].url}/sync/{note}", headers=visitor.cookie)
    await page.until(lambda: page.is_saved)
    assert owners(served_database)[note] == nodes[1].url
    await visitor.asks("POST", f"/c/{binder}/themes", json={"from": "Logment", "to": "Logement"})
    await page.until(lambda: any(said.get("theme") == "Logement" for said in page.events))
