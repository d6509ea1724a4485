"""Links that lead away from a note: the other site never learns by which address it was open."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from tests.journeys.conftest import Invite, OpenPage
from tests.journeys.site import Site

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"


@asynccontextmanager
async def another_site() -> AsyncIterator[tuple[str, list[str]]]:
    """A second origin on this machine, and the heads of what it is asked."""
    heads: list[str] = []

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError):  # a browser connects ahead, and then asks for nothing
            heads.append((await reader.readuntil(b"\r\n\r\n")).decode("latin-1"))
            writer.write(ANSWER)
        writer.close()

    async with await asyncio.start_server(hear, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", heads


async def test_no_address_of_a_note_is_told_elsewhere(
    site: Site, open_page: OpenPage, invite: Invite
) -> None:
    async with another_site() as (elsewhere, heads):
        links = await site.new_note(f"# Eau\n\nVoir [la source]({elsewhere}/source) ici.\n")
        for link in links.values():
            page = await open_page()
            await page.goto(f"{link}?view=read")
            await page.get_by_role("link", name="la source").click()
            await page.wait_for_url(f"{elsewhere}/source")
        claire = await invite(links["edit"], "Claire")
        async with claire.page.context.expect_page() as opened:
            await claire.page.locator(".cm-content").get_by_text("la source").click(modifiers=["Control"])
        await (await opened.value).wait_for_url(f"{elsewhere}/source")
    asked = [head for head in heads if head.startswith("GET /source ")]
    assert len(asked) == 3
    assert [head for head in heads if "\r\nreferer:" in head.lower()] == []
    assert [head for head in heads for link in links.values() if link.rpartition("/")[2] in head] == []
