"""Somebody at a note with a browser and a line of their own, who does one thing after another."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playwright.async_api import Page
from playwright.async_api import TimeoutError as NeverCame

from tests.journeys.wire import Wire
from tests.journeys.writer import VIEW, Writer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

WORDS = (
    "santé",
    "hôpital",
    "budget",
    "😀",
    "médecin",
    "réforme",
    "«",
    "1 200",
    "été",
    "ville",
    "👩‍👩‍👧",
    "مرحبا",
)
# Where a line breaks, or where another has deleted what was to be pressed, nothing is waited for longer.
PATIENCE_MS = 4_000


@dataclass
class Seat:
    """`link` leads through `wire`."""

    writer: Writer
    wire: Wire
    link: str
    chance: random.Random

    @property
    def page(self) -> Page:
        return self.writer.page

    def words(self, most: int = 8) -> str:
        return " ".join(self.chance.choices(WORDS, k=self.chance.randint(1, most)))

    async def do(self, act: Callable[["Seat"], Awaitable[None]]) -> bool:
        """Whether it could be done: what it needs may have gone, or never come."""
        try:
            await act(self)
        except NeverCame:
            return False
        finally:
            await self.tidy()
        return True

    async def put_caret(self, wide: int = 0) -> None:
        """Anywhere, with at most `wide` letters selected."""
        await self.page.evaluate(
            f"""([at, wide]) => {{
              const view = {VIEW}
              const anchor = Math.floor(at * view.state.doc.length)
              const head = Math.min(view.state.doc.length, anchor + wide)
              view.dispatch({{ selection: {{ anchor, head }}, scrollIntoView: true }})
              view.focus()
            }}""",
            [self.chance.random(), wide],
        )

    async def choose(self, name: str) -> None:
        """What is in the menus and bars of the page under this name."""
        await self.page.locator(f"[data-run={name}]").first.evaluate("one => one.click()")

    async def press(self, selector: str) -> None:
        """One of what is found under this selector, whichever; nothing where there is none."""
        found = self.page.locator(selector)
        count = await found.count()
        if count:
            await found.nth(self.chance.randrange(count)).click(timeout=PATIENCE_MS)

    async def tidy(self) -> None:
        """Nothing lies over the text any more."""
        await self.page.evaluate(
            """() => {
              for (const one of document.querySelectorAll('dialog[open]')) one.close()
              for (const one of document.querySelectorAll('[popover]:popover-open')) one.hidePopover()
            }"""
        )

    async def rest(self) -> None:
        """As the page is when it is opened: no colours, no threads, no search, nobody followed."""
        await self.tidy()
        await self.page.evaluate(
            """() => {
              const press = selector => document.querySelector(selector)?.click()
              press('[data-run=authors][aria-pressed=true]')
              if (!document.querySelector('#comments').hidden) press('#comments [data-run=comments]')
              press('search .x, [role=search] .x')
              press('#following:not([hidden]) button')
              if (document.querySelector('#plain').checked) press('#plain')
            }"""
        )

    @asynccontextmanager
    async def beside(self, path: str) -> "AsyncIterator[Page]":
        """Another page of the same browser, whose address is the note's and `path`."""
        page = await self.page.context.new_page()
        try:
            await page.goto(f"{self.link}{path}", timeout=PATIENCE_MS * 5)
            yield page
        finally:
            await page.close()

    async def break_line(self) -> None:
        """It breaks, or says nothing more."""
        (self.wire.cut if self.chance.random() < 0.5 else self.wire.hold)()
        await asyncio.sleep(self.chance.uniform(0.1, 2))

    def mend(self) -> None:
        self.wire.mend()
        self.wire.release()


async def settled(page: Page) -> None:
    """Nothing more is on its way to the page, as far as one waits for it."""
    with suppress(NeverCame):
        await page.wait_for_load_state("networkidle", timeout=PATIENCE_MS)
