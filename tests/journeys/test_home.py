"""The home page: a first note without any script, and the notes of this device by day."""

from datetime import datetime, timedelta, timezone

import pytest
from playwright.async_api import Page, expect

from tests.journeys.conftest import OpenPage
from tests.journeys.looks import DESKS, PHONE, PHONES, flaws
from tests.journeys.site import Site


async def test_a_browser_without_scripts_starts_a_note_and_finds_it_again(
    site: Site, open_page: OpenPage
) -> None:
    page = await open_page(java_script_enabled=False)
    await page.goto(site.url)
    await expect(page.get_by_role("heading", name="La pochette est vide")).to_be_visible()
    await page.get_by_role("button", name="Écrire une note").click()
    assert "/n/" in page.url

    await page.goto(site.url)
    await expect(page.locator("#notes li")).to_have_count(1)
    await expect(page.locator("#notes li")).to_contain_text("Note sans titre")
    await page.locator("#notes a").click()
    assert "/n/" in page.url


async def test_the_sample_note_is_a_whole_note_of_ones_own(site: Site, open_page: OpenPage) -> None:
    page = await open_page()
    await page.goto(site.url)
    await page.get_by_role("button", name="Ouvrir une note d’exemple").click()
    await page.wait_for_url("**/n/*")
    await page.goto(site.url)

    await expect(page.locator("#notes small")).to_have_text("Créée sur cet appareil")
    await page.get_by_role("link", name="Lire", exact=True).click()
    assert len(await page.locator("article").inner_text()) > 1_000


@pytest.mark.first(1)
@pytest.mark.parametrize(("zone", "hours"), [("Pacific/Kiritimati", 14), ("Pacific/Pago_Pago", -11)])
async def test_notes_stand_under_the_day_of_the_visitor(
    site: Site, open_page: OpenPage, zone: str, hours: int
) -> None:
    page = await open_page(timezone_id=zone)
    await opened(page, (await site.new_note("# Agenda\n"))["read"])
    then = datetime.now(timezone(timedelta(hours=hours)))
    # Half a day later it is tomorrow in one of the two zones only.
    now = then + timedelta(hours=12)

    assert await days(site, page, now) == [["Aujourd’hui", "Hier"][(now.date() - then.date()).days]]
    assert await days(site, page, now + timedelta(days=2)) == ["Plus tôt"]


async def test_a_note_that_came_by_a_link_to_read_offers_no_writing(site: Site, open_page: OpenPage) -> None:
    page = await open_page()
    await opened(page, (await site.new_note("# Agenda : le matin\n"))["read"])
    await page.goto(site.url)

    await expect(page.locator("#notes a")).to_contain_text("Ouverte par un lien")
    await expect(page.locator("#notes .st")).to_have_text("Lire")
    await expect(page.get_by_role("link", name="Continuer d’écrire")).to_have_count(0)
    # The space that somebody typed before the sign holds it on its line.
    await expect(page.get_by_role("heading", name="Agenda\u00a0: le matin")).to_be_visible()


async def test_english_browsers_get_english(site: Site, open_page: OpenPage) -> None:
    page = await open_page(locale="en-GB")
    await page.goto(site.url)
    await expect(page.get_by_role("button", name="Write a note")).to_be_visible()


@pytest.mark.whole
async def test_anyone_can_use_it(site: Site, open_page: OpenPage, axe: str) -> None:
    title = "# Un titre qui est long " + "anticonstitutionnellement" * 3
    phone, desk = await open_page(**PHONE), await open_page()
    for page in (phone, desk):
        await page.goto(site.url)
    assert await flaws(phone, axe, *PHONES, is_phone=True) == []
    assert await flaws(desk, axe, *DESKS) == []

    for page in (phone, desk):
        await opened(page, (await site.new_note(title))["read"])
        await page.goto(site.url)
    assert await flaws(phone, axe, *PHONES, is_phone=True) == []
    assert await flaws(desk, axe, *DESKS) == []


async def opened(page: Page, link: str) -> None:
    await page.goto(link)
    await page.locator("article").wait_for()


async def days(site: Site, page: Page, now: datetime) -> list[str]:
    """The headings of the list, read at that moment."""
    await page.clock.set_fixed_time(now)
    await page.goto(site.url)
    await page.locator("#notes h3").first.wait_for()
    return await page.locator("#notes h3").all_text_contents()
