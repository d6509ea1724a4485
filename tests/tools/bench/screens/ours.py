"""Opens a note of ours in a browser with the caret in the middle of its text."""

from typing import Final

from playwright.async_api import Page

from tests.journeys.site import Site
from tests.journeys.writer import VIEW, Writer

# The middle is the end of a paragraph.
_PLACE: Final = f"""() => {{
  const view = {VIEW}
  const text = view.state.doc.toString()
  view.dispatch({{ selection: {{ anchor: text.indexOf('\\n\\n', text.length >> 1) }}, scrollIntoView: true }})
  view.focus()
}}"""


async def open_in_the_middle(page: Page, site: Site, text: str) -> None:
    """Create a note with this text and open its editor; returns when all of its script is fetched."""
    await open_link_in_the_middle(page, (await site.new_note(text))["edit"])


async def open_link_in_the_middle(page: Page, link: str) -> None:
    """The same with a note that is there."""
    await Writer(page, "Claire").open(link)
    await page.wait_for_function("() => performance.getEntriesByName('parts-fetched').length > 0")
    await page.evaluate(_PLACE)
