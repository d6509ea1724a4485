"""What somebody does in the editor, on any engine."""

import json

from tests.browsers.page import ENTER, Page
from tests.journeys.writer import HAS_PARTS, VIEW

STATE = "document.querySelector('#state').dataset.state"
TEXT = f"{VIEW}.state.doc.toString()"
IS_IN_TEXT = "document.activeElement.matches('.cm-content')"


async def open_editor(page: Page, link: str, name: str) -> None:
    """Open the editor, say one's name, and wait for every part that the first paint does without."""
    await page.goto(f"{link}?view=edit")
    await say_name(page, name)
    await page.until(HAS_PARTS)


async def say_name(page: Page, name: str) -> None:
    """Click into the text, and answer the question that this asks."""
    await page.sees(".cm-content")
    # Where a note begins the text has the focus already: the next one asks.
    await page.evaluate("document.activeElement.blur()")
    await page.click(".cm-content")
    await page.until("document.querySelector('#name').open && document.activeElement.closest('#name')")
    await page.type(f"{name}{ENTER}")
    await page.until("!document.querySelector('#name').open")
    await page.until(IS_IN_TEXT)


async def put_caret(page: Page, passage: str) -> None:
    """Behind the first place where the text says it."""
    await _select(page, passage, "from + passage.length")


async def select(page: Page, passage: str) -> None:
    await _select(page, passage, "from")


async def _select(page: Page, passage: str, anchor: str) -> None:
    await page.until(f"{TEXT}.includes({json.dumps(passage)})")
    await page.evaluate(
        f"""(passage => {{
          const view = {VIEW}
          const from = view.state.doc.toString().indexOf(passage)
          view.focus()
          view.dispatch({{ selection: {{ anchor: {anchor}, head: from + passage.length }} }})
        }})({json.dumps(passage)})"""
    )


async def until_text(page: Page, text: str) -> None:
    """Wait until the note is exactly `text`."""
    await page.until(f"{TEXT} === {json.dumps(text)}")


async def until_saved(page: Page) -> None:
    await page.until(f"{STATE} === 'saved'")
    await page.sees("#state", "Enregistré")
