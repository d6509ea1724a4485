"""Comments of neighbouring paragraphs are each reached and read whole, on each engine."""

import pytest

from tests.browsers.page import ENTER
from tests.journeys.engines.conftest import OpenPage
from tests.journeys.engines.editor import open_editor
from tests.journeys.many_comments import say_much
from tests.journeys.site import Site

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.journey, pytest.mark.timeout(300)]

WORDS = [f"numéro{number}" for number in range(1, 9)]
NOTE = "\n\n".join(f"Ici {word} et quelques mots." for word in WORDS) + "\n\nFin." * 40
# Whether the chosen card says it, and stands whole below the head of the margin and above the lower edge.
WHOLE = """(word => {
  const card = document.querySelector('#comments li[aria-current=true]')
  if (!card?.textContent.includes(word) || document.querySelector('#comments .gliding')) return false
  const { top, bottom } = card.getBoundingClientRect()
  const head = document.querySelector('.head-of-margin').getBoundingClientRect().bottom
  return top >= head && bottom <= document.querySelector('.doc').getBoundingClientRect().bottom
})"""


async def test_neighbouring_comments_are_read_whole_one_after_the_other(
    site: Site, new_page: OpenPage
) -> None:
    link = (await site.new_note(NOTE))["edit"]
    await say_much(link, WORDS)
    claire = await new_page()
    await open_editor(claire, link, "Claire")
    await claire.click("#editor .said", "numéro1")
    await claire.until(f"{WHOLE}('numéro1')")
    for word in WORDS[1:]:
        await claire.click(".pager button:last-child")
        await claire.until(f"{WHOLE}('{word}')")
    # The passage at the upper edge of the text, beside the head of the margin.
    await claire.evaluate(
        "document.querySelector('#editor .said.on').scrollIntoView({ behavior: 'instant' })"
    )
    await claire.click("#editor .said.on")
    await claire.until(f"{WHOLE}('numéro8')")
    await claire.click("[aria-label^='Répondre à']")
    await claire.type(f"Oui.{ENTER}")
    await claire.until(f"{WHOLE}('Oui.')")
