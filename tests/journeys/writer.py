"""Somebody with a browser who writes in a note."""

import asyncio
from typing import Any

from playwright.async_api import Page

SAVED = "Enregistré"
SAVING = "Enregistrement…"
OFFLINE = "Hors connexion"

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# The editor's view, by the way that CodeMirror itself finds it from the page.
VIEW = "document.querySelector('.cm-content').cmTile.root.view"

# Remembers, each time that the page begins to claim that all is saved, the text of that moment.
WATCH_CLAIMS = f"""() => {{
  window.claims = []
  const state = document.querySelector('#state')
  const claim = () => {{
    if (state.dataset.state === 'saved') window.claims.push({VIEW}.state.doc.toString())
  }}
  new MutationObserver(claim).observe(state, {{ attributes: true }})
  claim()
}}"""
# Whether the page has every part that its first paint does without: what keys and clicks do is complete.
HAS_PARTS = "performance.getEntriesByName('parts-fetched').length > 0"
# Inserts letters after the first `before`, or before the last `behind`, as typing does.
TYPE = f"""([before, behind, letters]) => {{
  const view = {VIEW}
  const text = view.state.doc.toString()
  const from = behind ? text.lastIndexOf(behind) : text.indexOf(before) + before.length
  view.dispatch({{ changes: {{ from, insert: letters }}, userEvent: 'input.type' }})
}}"""


async def violations(page: Page, axe: str, rules: list[str] | None = None) -> list[dict[str, Any]]:
    """What axe-core (its source is `axe`) finds wrong on a page as it stands, of these rules or of all.

    With where and why.
    """
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(axe)
    found: dict[str, Any] = await page.evaluate(
        "runOnly => axe.run({ runOnly, resultTypes: ['violations'] })", rules or AXE_TAGS
    )
    return [
        {"rule": one["id"], "where": [node["target"] for node in one["nodes"]], "why": one["help"]}
        for one in found["violations"]
    ]


async def until(page: Page, asked: str, about: object = None, *, within: float = 10) -> None:
    """Wait until the asynchronous function `asked`, called with `about`, answers true; `within` s.

    Playwright's own `wait_for_function` takes the promise itself for an answer.
    """
    async with asyncio.timeout(within):
        await page.evaluate(
            f"""async about => {{
              const asked = {asked}
              while (!(await asked(about))) await new Promise(again => setTimeout(again, 20))
            }}""",
            about,
        )


async def fetched(page: Page) -> None:
    """Wait until the editor has every part: before, Tab leaves the text, and a step of undo has no end."""
    await page.wait_for_function(f"() => {HAS_PARTS}")


class Writer:
    """`page` is open on the editor; `name` is None for somebody who has not said it yet."""

    def __init__(self, page: Page, name: str | None) -> None:
        self.page = page
        self.name = name

    async def open(self, link: str) -> None:
        """Open the editor, and say one's name where it is asked."""
        await self.page.goto(f"{link}?view=edit")
        if self.name is None:
            await self.page.locator(".cm-content").wait_for()
        else:
            await self.say_name()

    async def say_name(self) -> None:
        """Go to the text, and answer the question for one's name; the server has it then."""
        assert self.name is not None
        await self.page.locator(".cm-content").wait_for()
        # Where a note begins the first focus does not ask, and may come by itself later: the next asks.
        await self.page.locator(".cm-content").focus()
        await self.page.evaluate("document.activeElement.blur()")
        await self.page.locator(".cm-content").focus()
        await self.page.locator("#name input").fill(self.name)
        # The dialog closes before the server is told.
        async with self.page.expect_response("**/api/visitor"):
            await self.page.keyboard.press("Enter")
        await self.page.locator("#name").wait_for(state="hidden")

    async def text(self) -> str:
        text: str = await self.page.evaluate(f"{VIEW}.state.doc.toString()")
        return text

    async def put_caret(self, before: str, *, after: bool = False) -> None:
        """Put the caret before (or after) the first place where the text says `before`."""
        await self.select(before, before=not after, after=after)

    async def select(self, passage: str, *, before: bool = False, after: bool = False) -> None:
        await self.page.evaluate(
            f"""([passage, before, after]) => {{
              const view = {VIEW}
              const from = view.state.doc.toString().indexOf(passage)
              if (from < 0) throw new Error('expected the text to say ' + passage)
              const to = from + passage.length
              view.focus()
              view.dispatch({{ selection: {{ anchor: after ? to : from, head: before ? from : to }} }})
            }}""",
            [passage, before, after],
        )

    async def type(self, text: str, *, delay: float = 0) -> None:
        """By the keyboard, key by key; `delay` in ms between keys."""
        await self.page.keyboard.type(text, delay=delay)

    async def state(self) -> str:
        return (await self.page.locator("#state .label").inner_text()).strip()

    async def sees_state(self, state: str, *, within: float = 10_000) -> None:
        """Wait until the header says `state`; `within` ms."""
        await self.page.locator("#state [data-label]:visible", has_text=state).wait_for(timeout=within)

    async def sees_text(self, text: str, *, within: float = 10_000) -> None:
        """Wait until the note is exactly `text`."""
        await self.page.wait_for_function(
            f"text => {VIEW}.state.doc.toString() === text", arg=text, timeout=within
        )

    async def sees(self, passage: str, *, within: float = 10_000) -> None:
        """Wait until the note says `passage` somewhere."""
        await self.page.wait_for_function(
            f"text => {VIEW}.state.doc.toString().includes(text)", arg=passage, timeout=within
        )

    async def watch_claims(self) -> None:
        await self.page.evaluate(WATCH_CLAIMS)

    async def claims(self) -> list[str]:
        """The texts of the moments when the page began to say that all was saved."""
        claims: list[str] = await self.page.evaluate("window.claims")
        return claims

    async def violations(self, axe: str) -> list[dict[str, Any]]:
        """What axe-core (its source is `axe`) finds wrong on the page as it stands."""
        return await violations(self.page, axe)


async def show_authors(writer: Writer) -> None:
    """Switch the colours of the authors on, or off."""
    await writer.page.get_by_role("button", name="Autres actions").click()
    await writer.page.get_by_role("button", name="Couleurs des auteurs").click()
