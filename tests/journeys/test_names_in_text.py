"""Names behind an `@` in the text of a note: offered to who writes, written as plain words, set apart."""

from playwright.async_api import expect

from tests.journeys.commenting import comment
from tests.journeys.conftest import Invite
from tests.journeys.site import Site


async def test_an_at_in_the_text_offers_the_people_of_the_note_and_writes_plain_words(
    site: Site, invite: Invite, axe: str
) -> None:
    link = (await site.new_note("Avant\n\n| a | b |\n| --- | --- |\n| c | d |\n\n`code`\n"))["edit"]
    claire, ines = await invite(link, "Claire"), await invite(link, "Inès Robert")
    await comment(ines, "Avant", "Qui s’en charge ?")
    page, keys = claire.page, claire.page.keyboard
    listed = page.get_by_role("listbox", name="Personnes à mentionner")
    await page.locator('#editor .said:not([data-thread=""])').wait_for()
    await claire.put_caret("Avant", after=True)
    await claire.type(" voir @")
    await expect(listed.get_by_role("option")).to_have_text(["Inès Robert"])
    text = page.locator(".cm-content")
    await expect(text).to_have_attribute("aria-activedescendant", "cited-0")
    await expect(text).to_be_focused()
    assert await claire.violations(axe) == []
    await claire.type("ines")
    await expect(listed).to_be_visible()
    await keys.press("Enter")
    await expect(listed).to_be_hidden()
    await claire.type("demain")
    await claire.sees("Avant voir @Inès Robert demain\n")
    await expect(page.locator("#editor .cited")).to_have_text("@Inès Robert")
    await expect(ines.page.locator("#editor .cited")).to_have_text("@Inès Robert")
    # One step takes the name back; Escape leaves the letters as they are, and Enter is Enter again.
    await claire.type(" @i")
    await keys.press("Escape")
    await expect(listed).to_be_hidden()
    await keys.press("Enter")
    await claire.type("x")
    await claire.sees("demain @i\n\nx\n")
    # In a cell Tab takes the name and stays; an address and code offer nothing.
    await claire.put_caret("c |", after=False)
    await claire.type("@In")
    await listed.get_by_role("option").click()
    await claire.sees("| @Inès Robert c | d |")
    await claire.type("a@i")
    await expect(listed).to_be_hidden()
    await claire.put_caret("ode`")
    await claire.type(" @")
    await claire.sees("`c @ode`")
    await expect(listed).to_be_hidden()
