"""What is taken along is read and found without a network, and gone with its link, on each engine."""

from statistics import median

import pytest
import pytest_asyncio

from tests.browsers.page import Page
from tests.journeys.engines.conftest import OpenPage
from tests.journeys.site import Site
from tests.journeys.taking import CARRY, LEFT, PAINT, come_by, maker_at, take
from tests.journeys.wire import wire_to

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.journey, pytest.mark.timeout(300)]
NOTES = 30
# A picture of the text is there with its pixels.
SEEN = "document.querySelector('#text img')?.naturalWidth === 640"
# Of the middle one: a machine with other work may hold up one of them.
FIRST_PAINT_MS = 1000


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def voyage(site: Site) -> str:
    """The link to read a pochette, for all engines."""
    async with maker_at(site, site.port) as maker:
        titles = [f"Note {number}" for number in range(NOTES)]
        notes = await maker.pictured(titles, "Le quai attend un hydravion.")
        return (await maker.folder(*notes))["read"]


async def _painted(page: Page, heading: str) -> float:
    """When the first words of a page of the device were painted, in ms, once its script has come too."""
    await page.sees("h1", heading)
    await page.sees("#carried", "Vous lisez ce qui a été emporté à")
    await page.until(f"{CARRY}.textContent.includes('Hors connexion')")
    await page.until(f"{PAINT} > 0")
    return float(await page.evaluate(PAINT))


@pytest.mark.whole
async def test_a_pochette_of_thirty_notes_with_pictures_is_read_without_a_network(
    site: Site, voyage: str, new_page: OpenPage
) -> None:
    async with wire_to(site.port) as wire, maker_at(site, wire.port) as maker:
        link = maker.by_the_way(voyage)
        page = await new_page()
        await page.goto(link)
        await page.sees("h1", "Voyage")
        await take(page, "Cette pochette")

        wire.cut()
        address = link
        await page.goto(link)
        paints = [await _painted(page, "Voyage")]
        for number in (0, NOTES - 1):
            await page.click(".what b", f"Note {number}")
            paints.append(await _painted(page, f"Note {number}"))
            await page.until(SEEN)
            address = await page.evaluate("location.href")
            await page.goto(link)
            paints.append(await _painted(page, "Voyage"))
        await page.goto(address)
        paints.append(await _painted(page, f"Note {NOTES - 1}"))
        assert not await page.evaluate(
            "Boolean(document.querySelector('.dock a[href*=preview]')?.checkVisibility())"
        )
        assert median(paints) < FIRST_PAINT_MS, paints

        await page.click("[data-seek]")
        await page.until("document.activeElement?.closest('dialog.finding')")
        await page.type("hydrav 17")
        await page.sees(".notice", f"Hors connexion\N{NO-BREAK SPACE}: dans les {NOTES} notes emportées")
        await page.sees(".found .of b", "Note 17")


async def test_a_link_that_was_closed_takes_all_that_came_by_it(site: Site, new_page: OpenPage) -> None:
    async with wire_to(site.port) as wire, maker_at(site, wire.port) as maker:
        binder = await maker.binder()
        made = await maker.post(f"{binder}/notes", {"markdown": "# Agenda\n\nRien n’est public.\n"})
        link, closing = await maker.link(binder)
        page = await new_page()
        await come_by(page, link)
        await take(page, "Tout le classeur")
        note = f"http://127.0.0.1:{wire.port}/n/{made['note']}"

        wire.cut()
        await page.goto(note)
        await _painted(page, "Agenda")
        await page.sees("p", "Rien n’est public.")
        await maker.close(closing)
        wire.mend()
        await page.goto(note)
        await page.sees("h1", "")
        assert not await page.evaluate("document.body.textContent.includes('public')")
        await page.until(f"{LEFT}.then(left => left <= 1)")


async def test_home_and_the_list_of_a_classeur_open_without_a_network(site: Site, new_page: OpenPage) -> None:
    async with wire_to(site.port) as wire, maker_at(site, wire.port) as maker:
        binder = await maker.binder()
        await maker.post(f"{binder}/notes", {"markdown": "# Agenda\n\nRien n’est public.\n"})
        link, _ = await maker.link(binder)
        page = await new_page()
        # Home lists what it has: a note beside the classeur.
        await page.goto(maker.by_the_way((await maker.note("# Seule\n\nHors classeur.\n"))["read"]))
        await page.sees("h1", "Seule")
        await come_by(page, link)
        await take(page, "Tout le classeur")

        wire.cut()
        at = f"http://127.0.0.1:{wire.port}"
        paints = []
        for address, selector, words in (
            (f"{at}/", "a", "Programme"),
            (link, "h1", "Pas encore de pochette"),
            (f"{link}?view=liste", "#notes .row", "Agenda"),
        ):
            await page.goto(address)
            await page.sees(selector, words)
            await page.sees("#carried", "Vous lisez ce qui a été emporté à")
            await page.until(f"{PAINT} > 0")
            paints.append(float(await page.evaluate(PAINT)))
        print("first paint, ms:", paints)  # noqa: T201 - the figures of this run
        assert median(paints) < FIRST_PAINT_MS, paints
