"""*Lue* that was said a moment before the tunnel, or in it, stands on what was taken along."""

import pytest

from tests.browsers.page import Page
from tests.journeys.engines.conftest import OpenPage
from tests.journeys.site import Site
from tests.journeys.taking import CARRY, Maker, maker_at, take
from tests.journeys.wire import wire_to

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.journey, pytest.mark.timeout(300)]
IS_SAID = "document.querySelector('#read button')?.ariaPressed === 'true'"
SIGNS = (
    "[...document.querySelectorAll('ol.sheets a')]"
    ".map(row => row.querySelector('.read-state.read') ? 1 : 0).join('')"
)


async def reader_of(maker: Maker, page: Page, count: int) -> str:
    """Make a pochette of Note 0 and on, and the page small; the link that reads."""
    notes = [await maker.note(f"# Note {number}\n\nUn paragraphe.\n") for number in range(count)]
    await page.resize(390, 800)
    return maker.by_the_way((await maker.folder(*notes))["read"])


async def shows(page: Page, heading: str) -> None:
    """Wait until a note is there with its scripts: before, *Lue* is a form of the page."""
    await page.sees("h1", heading)
    await page.until(f"document.readyState === 'complete' && {CARRY} && !{CARRY}.hidden")


@pytest.mark.whole
async def test_a_note_that_was_read_stays_read_in_the_tunnel(site: Site, new_page: OpenPage) -> None:
    async with wire_to(site.port) as wire, maker_at(site, wire.port) as maker:
        page = await new_page()
        link = await reader_of(maker, page, 4)
        await page.goto(link)
        await take(page, "Cette pochette")
        await page.click(".what b", "Note 0")
        await shows(page, "Note 0")
        await page.click("#read .onward")
        await shows(page, "Note 1")

        # The tunnel begins before anything could be taken along again.
        wire.cut()
        await page.goto(link)
        await page.sees("#carried", "Hors connexion")
        await page.until(f"{SIGNS} === '1000'")
        await page.sees(".go a", "Reprendre à la note 2")
        await page.click(".what b", "Note 0")
        await shows(page, "Note 0")
        await page.until(f"document.querySelector('#carried') && {IS_SAID}")
        await page.goto(link)
        await page.click(".what b", "Note 2")
        await shows(page, "Note 2")
        await page.click("#read .onward")
        await shows(page, "Note 3")
        await page.goto(link)
        await page.until(f"{SIGNS} === '1010'")

        # With the network the server is told, and says it itself.
        wire.mend()
        await page.goto(link)
        await page.until(f"!document.querySelector('#carried') && {SIGNS} !== ''")
        await page.until("localStorage.getItem('pochette.said') === null")
        await page.goto(link)
        await page.until(f"!document.querySelector('#carried') && {SIGNS} === '1010'")
        await page.until("localStorage.getItem('pochette.said.lately') === null")


async def test_what_is_taken_back_is_taken_back_in_the_tunnel_too(site: Site, new_page: OpenPage) -> None:
    async with wire_to(site.port) as wire, maker_at(site, wire.port) as maker:
        page = await new_page()
        link = await reader_of(maker, page, 2)
        await page.goto(link)
        await page.click(".what b", "Note 1")
        await shows(page, "Note 1")
        await page.click("#read button")
        await page.until(IS_SAID)
        await shows(page, "Note 1")
        await page.goto(link)
        await page.until(f"{SIGNS} === '01'")
        await take(page, "Cette pochette")
        await page.click(".what b", "Note 1")
        await shows(page, "Note 1")
        await page.click("#read button")
        await page.until("document.querySelector('#read button')?.ariaPressed === 'false'")
        await shows(page, "Note 1")
        wire.cut()
        await page.goto(link)
        await page.sees("#carried", "Hors connexion")
        await page.until(f"{SIGNS} === '00'")
        await page.sees(".go a", "Reprendre à la note 1")


async def test_what_was_said_as_the_page_was_left_is_told_by_the_next(site: Site, new_page: OpenPage) -> None:
    async with wire_to(site.port) as wire, maker_at(site, wire.port) as maker:
        page = await new_page()
        link = await reader_of(maker, page, 2)
        await page.goto(link)
        await page.click(".what b", "Note 1")
        await shows(page, "Note 1")
        wire.hold_requests(b"POST ")
        await page.click("#read button")
        await page.goto("about:blank")
        # What was held is never delivered.
        wire.cut()
        wire.release()
        wire.mend()
        await page.goto(link)
        await page.until("localStorage.getItem('pochette.said') === null")
        await page.goto(link)
        await page.until(f"{SIGNS} === '01'")
