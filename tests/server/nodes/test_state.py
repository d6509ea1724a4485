"""What one process remembered or takes back is known at every node: devices, cards, rights."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial

import pytest
from aiohttp import ClientSession, DummyCookieJar
from yarl import URL

from crdt.seat import Close
from tests.server.live.editors import Editor
from tests.server.nodes.arriving import comes_by
from tests.server.nodes.living import owners, run, until
from tests.server.nodes.serving import Node
from tests.visitor import LED_HERE, Visitor

MANY_DEVICES = """
INSERT INTO devices (id, secret_hash, visitor, created_at, seen_at)
SELECT 'device number ' || number, sha256(number::text::bytea), devices.visitor, 1, 1
FROM generate_series(1, 1000) AS number
    CROSS JOIN grants JOIN devices ON devices.id = grants.device
WHERE target = '{binder}' AND role = 'manage'
"""


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


async def test_a_right_is_taken_back_at_every_node_though_a_thousand_devices_keep_it(
    nodes: list[Node], session: ClientSession, served_database: str
) -> None:
    """The devices of who manages a classeur need not say its new password, and all of them are named."""
    here, there = nodes
    visitor = await Visitor.come(session, here.url)
    binder = (await visitor.asks("POST", "/api/binders", json={"name": "Programme"}))["binder"]
    note = (await visitor.asks("POST", f"/c/{binder}/notes", json={"markdown": "# Note\n"}))["note"]
    link = await visitor.asks("POST", f"/c/{binder}/links", json={"role": "edit"})
    guest = await comes_by(session, there.url, URL(link["url"]).path)
    pages = [Editor(), Editor()]
    for page, cookie in zip(pages, (visitor.cookie, guest), strict=True):
        await page.connect(session, f"{there.url}/sync/{note}", headers=cookie)
        await page.until(partial(_is_saved, page))
    assert owners(served_database).items() >= {(binder, here.url), (note, there.url)}
    run(served_database, MANY_DEVICES.format(binder=binder))
    async with asyncio.timeout(5):
        await visitor.asks(
            "PUT", f"/c/{binder}/links/{link['id']}", json={"password": "quatre mots au hasard"}
        )
    ours, theirs = pages
    assert (await theirs.closed())[0] == Close.LOCKED.code
    await ours.type("Je reste.")
    await ours.until(partial(_is_saved, ours))


def _is_saved(page: Editor) -> bool:
    return page.is_saved
