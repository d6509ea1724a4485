"""The search at two nodes: what is written at one is found at each, and no longer than it may be read."""

from functools import partial

from aiohttp import ClientSession, DummyCookieJar
from yarl import URL

from tests.server.nodes.living import until
from tests.server.nodes.serving import Node
from tests.visitor import LED_HERE, Visitor


async def found(visitor: Visitor, url: str, q: str) -> list[str]:
    """Asked at the node with this address."""
    asked = visitor.session.post(f"{url}/api/search", json={"q": q}, headers=visitor.cookie)
    async with asked as answer:
        assert answer.status == 200, await answer.text()
        return [one["note"] for one in (await answer.json())["results"]]


async def is_found(visitor: Visitor, url: str, q: str, note: str) -> bool:
    return await found(visitor, url, q) == [note]


async def test_a_link_that_is_closed_at_one_node_finds_nothing_at_the_other(nodes: list[Node]) -> None:
    a, b = nodes
    async with ClientSession(cookie_jar=DummyCookieJar(), headers=LED_HERE) as session:
        author, reader = await Visitor.come(session, a.url), await Visitor.come(session, b.url)
        made = await author.makes_note(markdown="# Mines\n\nLe zirconium des nœuds.\n")
        link = await author.asks("POST", f"{made.edit}/links", json={"role": "read"})
        async with session.get(b.url + URL(link["url"]).path, headers=reader.cookie) as opened:
            assert opened.status == 200
        for node in (b, a):
            await until(partial(is_found, reader, node.url, "zirconium noeud", made.note))
        await author.asks("DELETE", f"{made.edit}/links/{link['id']}")
        for node in (b, a):
            assert await found(reader, node.url, "zirconium noeud") == []
            assert await found(author, node.url, "zirconium noeud") == [made.note]
