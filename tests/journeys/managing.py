"""Notes that this browser manages, and what others may still find of them."""

import re

from playwright.async_api import Page

from tests.journeys.site import Site


async def folder_with(page: Page, site: Site, note: str) -> str:
    """The address to read a pochette that this browser has made, with the note in it."""
    asking = page.context.request
    made = await (await asking.post(f"{site.url}/api/folders", data={"title": "Lundi"})).json()
    assert (await asking.post(f"{made['links']['edit']}/notes", data={"links": [note]})).ok
    return str(made["links"]["read"])


async def is_told_nothing(page: Page, words: str, *addresses: str) -> None:
    """Neither the words nor any address of a note stand at these addresses."""
    for address in addresses:
        await page.goto(address)
        text = await page.content()
        assert words not in text, address
        assert not re.search(r'href="[^"]*/n/[\w-]{32}', text), address


async def made_here(page: Page, site: Site) -> str:
    """The address of a note that this browser has made, without its view."""
    await page.goto(site.url)
    await page.get_by_role("button", name="Écrire une note").click()
    await page.locator(".cm-content").wait_for()
    assert await page.locator("a[href$='/manage']").count() == 1
    return page.url.partition("?")[0]
