"""What has changed since a reading is marked, gone through and said to be read: on each engine."""

import pytest

from tests.journeys.engines.conftest import OpenPage
from tests.journeys.rereading import NOW, READ, rewrite
from tests.journeys.site import Site

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.journey, pytest.mark.timeout(300)]
# The lines that a popover and the words it is about stand on.
ABOVE = """(() => {
  const [popover, words] = ['.since-before', '.callout ins.ch'].map(one => document.querySelector(one))
  const [over, under] = [popover, words].map(one => one.getBoundingClientRect())
  const isWhole = over.left >= 0 && over.right <= innerWidth
  return popover.matches(':popover-open') && over.bottom <= under.top && isWhole
})()"""


@pytest.mark.whole
async def test_changes_are_gone_through_and_a_note_is_said_to_be_read(site: Site, new_page: OpenPage) -> None:
    links = await site.new_note(READ)
    page = await new_page()
    await page.resize(390, 844)
    await page.goto(f"{links['read']}?view=read")
    await page.sees("#read button", "Lue")
    await rewrite(site, links, NOW)
    await page.goto(f"{links['read']}?view=read")
    await page.sees("#since p", "3 passages modifiés")
    await page.click(".since-pill button", "Passage suivant")
    await page.sees(".since-before", "580")
    assert await page.evaluate(ABOVE)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    await page.click(".since-pill button", "Passage suivant")
    await page.sees(".since-pill span", "2 sur 3")
    await page.press("k")
    await page.sees(".since-pill span", "1 sur 3")
    await page.click("#read button", "Lue")
    await page.until("document.querySelector('#read [aria-pressed=true]')")
    await page.until("!document.querySelector('[data-ch], #since')")
