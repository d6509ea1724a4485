"""A note is found by keys and opens at the passage: on each engine."""

import asyncio

import pytest

from tests.browsers.page import CONTROL, ENTER, ESCAPE, Page
from tests.journeys.engines.conftest import OpenPage
from tests.journeys.engines.editor import open_editor
from tests.journeys.site import Site

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.journey, pytest.mark.timeout(300)]
LINES = "Une phrase.\n\n" * 100
NOTE = f"# Réforme des gares\n\n{LINES}La régie des chemins de fer est rare.\n"
FOUND = "dialog.finding .found"


async def open_search(page: Page) -> None:
    """Press the keys until the page listens."""
    for _ in range(100):
        await page.press(CONTROL, "k")
        await asyncio.sleep(0.1)
        if await page.evaluate("Boolean(document.querySelector('dialog.finding[open]'))"):
            return
    raise AssertionError("expected the dialog of the search")


async def look(page: Page, words: str, shown: str) -> None:
    """Type until it is shown: a new note is found within two seconds."""
    for _ in range(20):
        await page.type(words)
        await page.until("document.querySelector('dialog.finding .count')?.textContent")
        if await page.evaluate(f"Boolean(document.querySelector({shown!r}))"):
            return
        await page.press(ESCAPE)
        await asyncio.sleep(0.2)
    raise AssertionError(await page.evaluate("document.querySelector('dialog.finding').textContent"))


@pytest.mark.whole
async def test_a_note_is_found_by_keys_and_opens_at_the_passage(site: Site, new_page: OpenPage) -> None:
    page = await new_page()
    await open_editor(page, (await site.new_note(NOTE))["edit"], "Claire")
    await page.goto(site.url)
    await page.until("document.querySelector('[data-seek]') && document.readyState === 'complete'")
    await open_search(page)
    await look(page, "regies chemin", FOUND)
    await page.press(ENTER)
    await page.until("document.querySelector('.lp-passage')?.textContent.includes('La régie des chemins')")
    assert await page.evaluate("location.hash") == ""
    seen = "document.querySelector('.lp-passage').getBoundingClientRect().bottom <= innerHeight"
    await page.until(seen)
    await page.press(ESCAPE)
    await page.until("!document.querySelector('.lp-passage')")
