"""A note is read before the script of its editor is there, and no line moves when that comes."""

import asyncio
import re
from typing import Any

import pytest
from playwright.async_api import Route, expect

from export.samples import sample
from tests.journeys.conftest import OpenPage
from tests.journeys.looks import PHONE
from tests.journeys.opening import open_without_script
from tests.journeys.site import Site

# Of each line in view: its words, its place and its height. The call of a footnote is left out:
# it is its name until a part, which comes late, draws its number there.
# Lists and boxes have an element around their lines.
LINES = """place => [...document.querySelector(place).children].flatMap(function lines(one) {
  const isAround = !one.matches('.cm-line, .lp-roll') && one.querySelector('.cm-line')
  return isAround ? [...one.children].flatMap(lines) : [one]
}).map(line => {
  const { top, height } = line.getBoundingClientRect()
  const calls = [...line.querySelectorAll('.lp-call, .lp-footnote-call')]
  for (const call of calls) call.style.display = 'none'
  const text = line.innerText.replace(/[\\s\\u200b]+/g, ' ').trim()
  for (const call of calls) call.style.display = ''
  return { text, top: top, height }
}).filter(({ top }) => top < innerHeight)"""
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}


DRAWN = "() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
# Whoever reads the text for some milliseconds at a time has used them up with each look at the clock.
SLOW = "(() => { let late = 0; const { now } = Date; Date.now = () => now() + (late += 25) })()"


@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
async def test_no_line_moves_when_the_editor_comes(
    site: Site, open_page: OpenPage, device: dict[str, Any]
) -> None:
    link = (await site.new_note(sample("fr")))["edit"]
    page = await open_page(**device)
    await page.add_init_script(SLOW)
    may_come = asyncio.Event()

    async def hold(route: Route) -> None:
        await may_come.wait()
        await route.continue_()

    await page.route("**/assets/editor-*.js", hold)
    await page.goto(f"{link}?view=edit", wait_until="commit")
    await expect(page.locator(".glance")).to_contain_text("Rouvrir vingt petites gares")
    await expect(page.locator(".glance")).to_have_css("font-family", re.compile("Source Serif"))
    # All of it is there, and the faces that it asks for.
    await page.wait_for_function("() => document.readyState !== 'loading'")
    await page.evaluate(
        "() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
    )
    await page.evaluate("() => document.fonts.ready.then(() => {})")
    before = await page.evaluate(LINES, ".glance")
    assert len(before) > 5
    may_come.set()
    await expect(page.locator(".cm-content")).to_be_visible()
    await expect(page.locator(".glance")).to_have_count(0)
    assert await page.evaluate(LINES, ".cm-content") == before
    # Nor when the parts come.
    await expect(page.locator(".lp-footnote-call").first).to_be_visible()
    assert await page.evaluate(LINES, ".cm-content") == before


async def test_without_any_script_the_text_can_be_read(site: Site, open_page: OpenPage) -> None:
    link = (await site.new_note("# Gares\n\nVingt **gares** <b>.\n"))["edit"]
    page = await open_page(java_script_enabled=False)
    await open_without_script(page, link)
    await expect(page.get_by_role("heading", name="Gares", level=1).last).to_be_visible()
    await expect(page.get_by_text("Vingt gares <b>.")).to_be_visible()
