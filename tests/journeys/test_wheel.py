"""The wheel and the scroll bar of the editor's page."""

from playwright.async_api import Page

from tests.journeys.conftest import Invite
from tests.journeys.site import Site

NOTE = "# Retraites\n\n" + "\n\n".join(f"## Partie {number}\n\nUn paragraphe." for number in range(40))
SCROLLED = "document.querySelector('.cm-content').getBoundingClientRect().top"


async def turn(page: Page, x: float) -> float:
    """By how many pixels the text goes up when the wheel is turned over that place."""
    before: float = await page.evaluate(SCROLLED)
    await page.mouse.move(x, 450)
    await page.mouse.wheel(0, 200)
    await page.wait_for_function(f"before => {SCROLLED} !== before", arg=before, timeout=3_000)
    return before - float(await page.evaluate(SCROLLED))


async def test_the_wheel_turns_the_text_wherever_the_pointer_is(site: Site, invite: Invite) -> None:
    link = (await site.new_note(NOTE.replace("## ", "#### ")))["edit"]
    claire = await invite(link, "Claire", viewport={"width": 1440, "height": 900})
    page = claire.page

    for x in (60, 240, 300, 720, 1180, 1300, 1425):
        assert await turn(page, x) > 0, x
    await page.set_viewport_size({"width": 1100, "height": 900})
    for x in (60, 550, 1085):
        assert await turn(page, x) > 0, x
    # The bar stands at the edge of the window: pressing it there turns the page.
    edge = await page.evaluate(
        """() => { const all = document.elementsFromPoint(innerWidth - 2, 450)
          const it = all.find(one => one.scrollHeight > one.clientHeight && one !== document.documentElement)
          return it && it.contains(document.querySelector('.cm-content')) }"""
    )
    assert edge


async def test_a_long_outline_stays_beside_the_text_and_turns_by_itself(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note(NOTE))["edit"], "Claire")
    page = claire.page
    outline = page.get_by_role("navigation", name="Plan de la note")
    assert await turn(page, 720) > 0
    box = await outline.bounding_box()
    body = await page.locator(".foot").bounding_box()
    assert box is not None
    assert body is not None
    assert box["y"] + box["height"] == body["y"]
    before = await page.evaluate(SCROLLED)
    await page.mouse.move(60, 450)
    await page.mouse.wheel(0, 100)
    await page.wait_for_function("() => document.querySelector('.nav').scrollTop > 0")
    assert await page.evaluate(SCROLLED) == before


async def test_the_desk_alone_turns_and_never_the_window(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note(NOTE))["edit"], "Claire")
    window = (
        "[document.scrollingElement.scrollHeight - innerHeight, document.body.scrollHeight - innerHeight]"
    )
    assert await claire.page.evaluate(window) == [0, 0]
