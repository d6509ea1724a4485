"""The ten tasks of a desk are done with no more presses of mouse and keys than Docs needs: on each engine.

What is typed as text counts for nothing; a press that opens a menu counts, and a chord is one.
"""

import json
import logging
from dataclasses import dataclass, field

import pytest

from tests.browsers.page import ALT, CONTROL, ENTER, ESCAPE, Page
from tests.journeys.engines.conftest import OpenPage
from tests.journeys.engines.editor import TEXT, open_editor, put_caret, select, until_text
from tests.journeys.engines.gestures import click_words
from tests.journeys.engines.pictures import GIVE_FILE, PASTE_FILE, drawn
from tests.journeys.site import Site
from tests.journeys.writer import HAS_PARTS, VIEW

LOG = logging.getLogger(__name__)
pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.journey, pytest.mark.timeout(300)]

NOTE = "# Eau\n\nLe prix est libre. La régie est rare.\n\nFin."
BOX = "::: retenir\nUn chiffre.\n:::\n\nFin."
TABLE = "| Ville | Coût |\n| --- | --: |\n| Évry | 12 |\n\nFin."
# From use, not measured. To replace is Ctrl+H, the way to the other field, and the button.
# The Enter that sends a comment counts in neither.
DOCS = {
    "new note": 2,
    "heading": 1,
    "link to write": 4,
    "comment": 1,
    "table": 3,
    "column": 2,
    "picture pasted": 0,
    "replace": 3,
    "pdf": 3,
}
# Docs has a mode to suggest, in which words are retyped. It has no kinds of box, and asks for no caption.
MOST = {**DOCS, "picture": 4, "kind of box": 2, "suggest": 4}


@dataclass
class Hand:
    """Counts its presses."""

    page: Page
    presses: int = 0
    of_task: dict[str, int] = field(default_factory=dict)

    async def click(self, selector: str, text: str = "") -> None:
        self.presses += 1
        await self.page.click(selector, text)

    async def press(self, *keys: str) -> None:
        self.presses += 1
        await self.page.press(*keys)

    def done(self, task: str) -> None:
        self.of_task[task], self.presses = self.presses, 0


@pytest.mark.whole
async def test_no_task_takes_more_presses_than_in_docs(site: Site, new_page: OpenPage) -> None:
    page = await new_page()
    hand = Hand(page)
    await begin_a_note(hand, site)
    link = (await site.new_note(NOTE))["edit"]
    await open_editor(page, link, "Claire")
    await mark_and_replace(hand)
    await say(hand)
    await put_in(hand)
    await share(hand)
    await print_it(hand, link)
    LOG.info("%s", hand.of_task)
    assert {task: count for task, count in hand.of_task.items() if count > MOST[task]} == {}
    assert hand.of_task.keys() == MOST.keys()


async def begin_a_note(hand: Hand, site: Site) -> None:
    page = hand.page
    await page.goto(site.url)
    await hand.click("form[action='/notes'] button")
    await page.until("document.activeElement.matches('.cm-content')")
    await page.type("E")
    await page.until(f"{TEXT}.includes('E')")
    hand.done("new note")


async def fresh(page: Page, text: str) -> None:
    insert = json.dumps(text)
    await page.evaluate(
        f"{VIEW}.dispatch({{ changes: {{ from: 0, to: {VIEW}.state.doc.length, insert: {insert} }} }})"
    )


async def mark_and_replace(hand: Hand) -> None:
    page = hand.page
    await put_caret(page, "Fin.")
    await hand.press(CONTROL, ALT, "2")
    await page.until(f"{TEXT}.endsWith('## Fin.')")
    hand.done("heading")
    await hand.press(CONTROL, "h")
    await page.until("document.activeElement.matches('.find [name=text]')")
    await page.type("rare")
    await hand.press(CONTROL, "h")
    await page.until("document.activeElement.matches('.find [name=replacement]')")
    await page.type("fréquente")
    await hand.click(".find button", "Tout remplacer")
    await page.until(f"{TEXT}.includes('La régie est fréquente.')")
    hand.done("replace")
    await page.press(ESCAPE)


async def say(hand: Hand) -> None:
    """What is chosen is no press of the task: in Docs it is chosen too."""
    page = hand.page
    await select(page, "prix")
    await hand.press(CONTROL, ALT, "m")
    await page.until("document.activeElement.matches('#comments [data-draft] [name=text]')")
    await page.type(f"Lequel ?{ENTER}")
    await page.sees("#comments li", "Lequel ?")
    await page.until("!document.querySelector('#comments [data-draft]')")
    hand.done("comment")
    await select(page, "libre")
    await hand.press(CONTROL, ALT, "m")
    await hand.click("#comments [data-draft] [type=checkbox]")
    await hand.click("#comments [name=proposed]")
    await page.press(CONTROL, "a")
    await page.type("encadré")
    await hand.click("#comments [data-draft] button.primary")
    await page.sees("#comments li ins", "encadré")
    hand.done("suggest")


async def put_in(hand: Hand) -> None:
    page = hand.page
    await fresh(page, "Fin.\n\n")
    await put_caret(page, "Fin.\n\n")
    await hand.click("#toolbar [data-run=table]")
    await page.until(f"{TEXT}.includes('| --- |')")
    hand.done("table")
    await fresh(page, TABLE)
    await click_words(page, "12", 1)
    await hand.click("#table-tools")
    await hand.click("#table-menu [data-run='table:column-right']")
    await page.until(f"/Ville . Coût . +.\\n/.test({TEXT})")
    hand.done("column")
    await fresh(page, BOX)
    await hand.click(".lp-turn")
    await hand.click(".menu.boxes [role=menuitemradio]", "Contexte")
    await until_text(page, BOX.replace("retenir", "contexte"))
    hand.done("kind of box")
    await fresh(page, "Fin.\n\n")
    await put_caret(page, "Fin.\n\n")
    # The key of the clipboard is the task itself, and counts in neither.
    await page.evaluate(f"{PASTE_FILE}({json.dumps(drawn())})")
    await page.until("document.activeElement.matches('dialog[open] [name=said]')")
    hand.done("picture pasted")
    await page.type(f"Un plan{ENTER}")
    await page.until(f"{TEXT}.includes('![Un plan](image/')")
    await fresh(page, "Fin.\n\n")
    await put_caret(page, "Fin.\n\n")
    await hand.click("#toolbar [data-run=picture]")
    await page.until("document.querySelector('dialog[open] [name=file]')")
    # The window of the system: a press that opens it, and one that chooses.
    hand.presses += 2
    await page.evaluate(f"{GIVE_FILE}({json.dumps(drawn())})")
    await page.until("document.activeElement.matches('dialog[open] [name=said]')")
    await page.type("Le quai")
    await hand.press(ENTER)
    await page.until(f"{TEXT}.includes('![Le quai](image/')")
    hand.done("picture")


async def share(hand: Hand) -> None:
    page = hand.page
    await hand.click("#share")
    await page.until("document.querySelector('dialog[open] [name=right]')")
    await hand.click("dialog[open] label", "Modifier")
    await hand.click("dialog[open] .addr button")
    await page.sees("dialog[open] .addr button", "Copié")
    hand.done("link to write")


async def print_it(hand: Hand, link: str) -> None:
    page = hand.page
    await page.goto(f"{link}?view=edit")
    await page.until(HAS_PARTS)
    await hand.click("a.btn", "Imprimer")
    await page.until("document.querySelector('.pg:not(.stale) img')?.naturalWidth > 0")
    await hand.click("#download")
    await page.until("document.querySelector('.taken a[download]')")
    asked = "fetch(document.querySelector('.taken a[download]').href)"
    kind = await page.evaluate(f"{asked}.then(answer => answer.headers.get('content-type'))")
    assert kind == "application/pdf"
    hand.done("pdf")
