"""The first minute of somebody who has never been here."""

from playwright.async_api import Browser, expect

from tests.journeys.conftest import Invite
from tests.journeys.site import Site
from tests.journeys.writer import Writer

FULL = """() => {
  Storage.prototype.setItem = () => {
    throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
  }
}"""


async def test_comments_and_colours_show_where_storage_is_full(site: Site, invite: Invite) -> None:
    link = (await site.new_note("# Gares\n\nLe quai est court.\n"))["edit"]
    claire = await invite(link, "Claire")
    await claire.page.evaluate(FULL)

    await claire.page.get_by_role("button", name="Commentaires", exact=True).click()
    await expect(claire.page.get_by_role("complementary", name="Commentaires")).to_contain_text("Ouverts")
    await claire.page.get_by_role("button", name="Autres actions").click()
    await claire.page.get_by_role("switch", name="Texte simple").click()
    await expect(claire.page.locator(".cm-line").first).to_have_text("# Gares")


async def test_a_note_that_does_not_open_says_so_and_is_not_called_saved(
    site: Site, browser: Browser
) -> None:
    context = await browser.new_context(locale="fr-FR")
    page = await context.new_page()
    # A browser in which the text cannot be drawn.
    await page.add_init_script("delete window.MutationObserver")
    link = (await site.new_note("# Gares"))["edit"]
    async with page.expect_event("pageerror"):
        await page.goto(f"{link}?view=edit")

    await expect(page.get_by_role("alert")).to_contain_text("La note n’a pas pu s’ouvrir")
    assert await Writer(page, None).state() == ""
    assert await page.locator("#state").get_attribute("data-state") != "saved"
    await context.close()
