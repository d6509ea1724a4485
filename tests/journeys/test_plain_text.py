"""The text as it is typed, for who wants to see its marks."""

from playwright.async_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.site import Site

NOTE = "# Eau\n\nUn **plan** et\n\n| a | b |\n| - | - |\n| 1 | 2 |\n"


async def test_plain_text_shows_every_mark_and_is_remembered(site: Site, invite: Invite, axe: str) -> None:
    claire = await invite((await site.new_note(NOTE))["edit"], "Claire")
    page, table = claire.page, claire.page.get_by_role("table")
    await claire.put_caret("Eau")
    await expect(table).to_be_visible()

    await page.get_by_role("button", name="Autres actions").click()
    await page.get_by_role("switch", name="Afficher le Markdown").check()
    await expect(table).to_have_count(0)
    await expect(page.locator(".cm-line").nth(2)).to_have_text("Un **plan** et")
    assert await claire.violations(axe) == []

    await page.reload()
    await expect(page.locator(".cm-line").nth(2)).to_have_text("Un **plan** et")
    await page.get_by_role("button", name="Autres actions").click()
    await page.get_by_role("switch", name="Afficher le Markdown").uncheck()
    await expect(table).to_be_visible()
    await expect(page.locator(".cm-line").nth(2)).to_have_text("Un plan et")
