"""Space around blocks: in the editor that of the page that is read, within seven pixels."""

from playwright.async_api import Page

from tests.journeys.conftest import Invite
from tests.journeys.site import Site

NOTE = (
    "# Gares\n\nAvant le titre.\n\n## Le constat\n\nSous le titre.\n\n### Trois mesures\n\n"
    "Sous trois mesures.\n\n> Cité.\n\nSous la citation.\n\n::: retenir\nEncadré.\n:::\n\nSous tout.\n"
)
# The words between which a space is measured, the height of a line of words left out.
PAIRS = [
    ("Avant le titre.", "Le constat"),
    ("Le constat", "Sous le titre."),
    ("Sous le titre.", "Trois mesures"),
    ("Trois mesures", "Sous trois mesures."),
    ("Sous trois mesures.", "Cité."),
    ("Encadré.", "Sous tout."),
]
MOST_PX = 7
# The gap between the letters of two lines, in pixels.
SPACE = """([place, above, below]) => {
  const boxOf = words => {
    const walk = document.createTreeWalker(document.querySelector(place), NodeFilter.SHOW_TEXT)
    while (walk.nextNode()) {
      const at = walk.currentNode.data.indexOf(words)
      if (at < 0 || walk.currentNode.data.trim() !== words) continue
      const range = document.createRange()
      range.selectNodeContents(walk.currentNode)
      return range.getBoundingClientRect()
    }
    throw new Error(`expected ${place} to say ${words}`)
  }
  return boxOf(below).top - boxOf(above).bottom
}"""


async def _spaces(page: Page, place: str) -> list[float]:
    return [await page.evaluate(SPACE, [place, *pair]) for pair in PAIRS]


async def test_the_space_around_blocks_is_that_of_the_page(site: Site, invite: Invite) -> None:
    link = (await site.new_note(NOTE))["edit"]
    page = (await invite(link, "Claire")).page
    written = await _spaces(page, ".cm-content")
    await page.goto(f"{link}?view=read")
    await page.locator(".prose").wait_for()
    read = await _spaces(page, ".prose")
    far = {
        pair: (one, other)
        for pair, one, other in zip(PAIRS, written, read, strict=True)
        if abs(one - other) > MOST_PX
    }
    assert far == {}, (written, read)
