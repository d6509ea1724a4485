"""The preview shows pages as a black-and-white printer gives them."""

from playwright.async_api import expect

from tests.journeys.conftest import OpenPage
from tests.journeys.site import Site

FILTER = "one => getComputedStyle(one).filter"


async def test_a_press_takes_the_colours_from_the_pages_and_another_brings_them_back(
    site: Site, open_page: OpenPage
) -> None:
    note = (await site.new_note("# Eau\n\n## Partie\n\nTexte.\n"))["edit"]
    page = await open_page(viewport={"width": 1280, "height": 900})
    await page.goto(note)
    await page.goto(f"{note.partition('?')[0]}/print")
    sheet = page.locator("#spread img").first
    await sheet.wait_for()
    switch = page.get_by_role("button", name="En gris")
    await expect(switch).to_have_attribute("aria-pressed", "false")
    assert await sheet.evaluate(FILTER) == "none"
    await switch.click()
    await expect(switch).to_have_attribute("aria-pressed", "true")
    assert await sheet.evaluate(FILTER) == "grayscale(1)"
    await switch.click()
    assert await sheet.evaluate(FILTER) == "none"
