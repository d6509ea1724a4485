"""Letters that are typed before the part that they are for has come, as on a slow line."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.browsers.page import ALT, CONTROL, END, Page
from tests.journeys.engines.conftest import OpenPage
from tests.journeys.engines.editor import IS_IN_TEXT, TEXT, say_name, select, until_text
from tests.journeys.site import Site
from tests.journeys.wire import Wire, wire_to

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.journey, pytest.mark.timeout(120)]
DRAFT = "document.querySelector('.draft textarea')?.value"
SOUGHT = "document.querySelector('.find input')?.value"


@asynccontextmanager
async def without_parts(site: Site, new_page: OpenPage, text: str) -> AsyncIterator[tuple[Page, Wire]]:
    """Somebody in a note, whose parts of the editor come once the wire is released."""
    async with wire_to(site.port) as wire:
        wire.hold_requests(b"/editor-bundle-")
        link = (await site.new_note(text))["edit"]
        page = await new_page()
        await page.goto(site.url)
        # What is held may keep the page from being loaded, which `goto` waits for.
        address = f"{link.replace(str(site.port), str(wire.port))}?view=edit"
        await page.evaluate(f"location.assign({json.dumps(address)})")
        await say_name(page, "Claire")
        yield page, wire


async def test_a_comment_is_no_part_of_the_text(site: Site, new_page: OpenPage) -> None:
    async with without_parts(site, new_page, "Un chiffre contesté.\n") as (page, wire):
        await select(page, "chiffre")
        await page.press(CONTROL, ALT, "m")
        await page.type("À revoir")
        await page.sees("#toast", "ce que vous tapez est gardé")
        wire.release()
        await page.until(f"{DRAFT} === 'À revoir'")
        await page.type(", vite")
        await page.until(f"{DRAFT} === 'À revoir, vite'")
        await until_text(page, "Un chiffre contesté.\n")


async def test_what_is_looked_for_is_no_part_of_the_text(site: Site, new_page: OpenPage) -> None:
    async with without_parts(site, new_page, "Un chiffre contesté.\n") as (page, wire):
        await select(page, "contesté")
        await page.press(CONTROL, "f")
        await page.type("chiffre")
        wire.release()
        await page.until(f"{SOUGHT} === 'chiffre'")
        await until_text(page, "Un chiffre contesté.\n")


async def test_words_behind_a_format_have_it(site: Site, new_page: OpenPage) -> None:
    async with without_parts(site, new_page, "Un mot ") as (page, wire):
        await page.press(END)
        await page.press(CONTROL, "b")
        await page.type("fort")
        wire.release()
        await until_text(page, "Un mot **fort**")
        await page.until(IS_IN_TEXT)
        await page.type("s")
        await until_text(page, "Un mot **forts**")


async def test_where_the_part_cannot_come_letters_take_nobodys_place(site: Site, new_page: OpenPage) -> None:
    async with without_parts(site, new_page, "Un chiffre contesté.\n") as (page, wire):
        await select(page, "chiffre")
        await page.press(CONTROL, ALT, "m")
        await page.type(" rond")
        wire.cut()
        await page.sees("#toast", "n’est pas encore chargée")
        await page.until(f"{TEXT} === 'Un chiffre rond contesté.\\n'")
        await page.until(IS_IN_TEXT)
