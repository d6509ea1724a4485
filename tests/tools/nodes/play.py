"""People in Chromium at two nodes, and what each of them writes before and after a standby is held back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum
from typing import Any, Final

from aiohttp import ClientSession
from playwright.async_api import Browser, Page, async_playwright
from yarl import URL

from tests.journeys.conftest import CHROMIUM, OPTIONS
from tests.journeys.looks import PHONE
from tests.journeys.writer import SAVED, Writer

_START: Final = "# Ordre du jour\n\nBudget.\n\nDivers.\n"


class Plot(StrEnum):
    """Who writes the words that the standby has not received."""

    ALONE = "alone"  # Claire; the others look on
    TOGETHER = "together"  # Claire and Bruno, who both have written before
    NEWCOMER = "newcomer"  # both, and nothing of Bruno was there before
    LEFT = "left"  # both, and Bruno closes his page
    RENEWED = "renewed"  # both, and the epochs are renewed as after any return


class Play:
    """`claire` is at a desk and the first node, `bruno` has a phone at the second, as `rita`, who comments.

    `reader` is the page of somebody who reads, at the first.
    """

    def __init__(self, claire: Writer, bruno: Writer, rita: Writer, reader: Page) -> None:
        self.reader = reader
        self.claire, self.bruno, self.rita = claire, bruno, rita
        self.cast = {"Claire": claire, "Bruno": bruno, "Rita": rita}

    async def begin(self, plot: Plot) -> None:
        for one, where in ((self.claire, "Budget"), (self.bruno, "Divers")):
            if one is self.claire or plot is not Plot.NEWCOMER:
                await _write(one, where, " prévu")
        await self._all_see("Budget prévu")

    async def go_on(self, plot: Plot) -> None:
        """Write what is going to be lost; all see it, and that it is saved."""
        await _write(self.claire, "Budget prévu", " de trois ans")
        await self._all_see("Budget prévu de trois ans")
        if plot is not Plot.ALONE:
            where = "Divers" if plot is Plot.NEWCOMER else "Divers prévu"
            await _write(self.bruno, where, " et dates")
            await self._all_see(f"{where} et dates")
        if plot is Plot.LEFT:
            await self.bruno.page.close()
            del self.cast["Bruno"]

    async def _all_see(self, passage: str) -> None:
        for one in self.cast.values():
            await one.sees(passage)
            await one.page.locator("#state[data-state=saved]").wait_for(state="attached")


async def _write(one: Writer, where: str, words: str) -> None:
    await one.put_caret(where, after=True)
    await one.type(words)
    await one.sees_state(SAVED)


async def made_note(url: str) -> tuple[str, dict[str, str]]:
    """A note's id, and the paths of its links by their right."""
    async with ClientSession(url) as session:
        async with session.post("/api/notes", json={"markdown": _START}) as answer:
            made = await answer.json()
        paths = {right: URL(link).path for right, link in made["links"].items()}
        async with session.post(f"{paths['edit']}/links", json={"role": "comment"}) as answer:
            paths["comment"] = URL((await answer.json())["url"]).path
    return made["note"], paths


@asynccontextmanager
async def play_on(urls: list[str], links: dict[str, str]) -> AsyncIterator[Play]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        desk: dict[str, Any] = {"locale": "fr-FR", "viewport": {"width": 1440, "height": 900}}
        phone = {**PHONE, "locale": "fr-FR"}
        reader = await (await browser.new_context(**desk)).new_page()
        await reader.goto(urls[0] + links["read"])
        yield Play(
            await _comes(browser, "Claire", urls[0], links["edit"], **desk),
            await _comes(browser, "Bruno", urls[1], links["edit"], **phone),
            await _comes(browser, "Rita", urls[1], links["comment"], **{**desk, "locale": "en-GB"}),
            reader,
        )
        await browser.close()


async def _comes(browser: Browser, name: str, url: str, path: str, **wish: Any) -> Writer:
    writer = Writer(await (await browser.new_context(**wish)).new_page(), None)
    await writer.page.request.get(url)
    await writer.page.request.put(f"{url}/api/visitor", data={"name": name}, headers={"Origin": url})
    await writer.open(url + path)
    return writer
