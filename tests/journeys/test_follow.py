"""A face leads to where somebody writes, and along with them until one does something oneself."""

from playwright.async_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.site import Site


async def test_a_face_is_followed_until_one_moves_oneself(site: Site, invite: Invite, axe: str) -> None:
    link = (await site.new_note("# Ici\n" + "\nUne ligne de plus.\n" * 80 + "\nLà-bas\n"))["edit"]
    claire, karim = await invite(link, "Claire"), await invite(link, "Karim")
    page = claire.page
    here, there = (page.locator(".cm-line", has_text=text) for text in ("Ici", "Là-bas"))
    face = page.get_by_role("button", name="Aller au curseur de Karim")
    notice = page.get_by_role("status").filter(has_text="Vous suivez Karim")
    await karim.put_caret("Ici", after=True)
    await page.locator(".remote-caret", has_text="Karim").wait_for()

    await face.click()
    await expect(notice).to_be_visible()
    await expect(face).to_have_attribute("aria-pressed", "true")
    await karim.put_caret("Là-bas", after=True)
    await expect(there).to_be_in_viewport()
    await karim.put_caret("Ici", after=True)
    await expect(here).to_be_in_viewport()
    assert await claire.violations(axe) == []

    await page.keyboard.press("Escape")
    await expect(notice).to_be_hidden()
    await karim.put_caret("Là-bas", after=True)
    await karim.type(" !")
    await claire.sees("Là-bas !")
    await expect(here).to_be_in_viewport()

    await face.click()
    await expect(there).to_be_in_viewport()
    await page.mouse.move(400, 400)
    await page.mouse.wheel(0, -300)
    await expect(notice).to_be_hidden()
    await face.click()
    await page.get_by_role("button", name="Ne plus suivre").click()
    await expect(notice).to_be_hidden()
