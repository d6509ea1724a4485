"""The first visit of a browser by a link: it opens by itself, or by one press, and leaves no trap behind."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

import pytest
from playwright.async_api import Page, expect

from tests.journeys.conftest import OpenPage
from tests.journeys.looks import DESKS, PHONE, PHONES, flaws
from tests.journeys.opening import open_without_script
from tests.journeys.site import Site

NOTE: Final = "# Loyers\n\nLe constat de 2026.\n\n" + "Une phrase. " * 600 + "\n\n## Les gares\n\nVingt.\n"
_ANDROID: Final = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/124.0 Mobile Safari/537.36"
_IPHONE: Final = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"
IN_APP: Final = {"WhatsApp": f"{_ANDROID} WhatsApp/2.24.20", "Instagram": f"{_IPHONE} Instagram 328.0"}
_HIDDEN: Final = """
const state = { get: () => (window.isSeen ? 'visible' : 'hidden') }
Object.defineProperty(Document.prototype, 'visibilityState', state)
"""
_SEEN: Final = "window.isSeen = true; document.dispatchEvent(new Event('visibilitychange'))"


def navigations(page: Page) -> list[str]:
    """The methods by which the page asks for documents from now on."""
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.method) if one.is_navigation_request() else None)
    return asked


@asynccontextmanager
async def keeping_no_cookie(port: int) -> AsyncIterator[int]:
    """The port of a line to the server by which no cookie arrives."""

    async def pass_on(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while chunk := await source.read(1 << 16):
                sink.write(chunk.replace(b"\r\nSet-Cookie:", b"\r\nNot-Cookie:"))
                await sink.drain()
        sink.close()

    ways: list[asyncio.StreamWriter] = []

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        back, forth = await asyncio.open_connection("127.0.0.1", port)
        ways.extend((writer, forth))
        await asyncio.gather(pass_on(reader, forth), pass_on(back, writer))

    async with await asyncio.start_server(connect, "127.0.0.1", 0) as line:
        yield line.sockets[0].getsockname()[1]
        for way in ways:  # a line is closed once nobody uses it, and a server keeps one open for 75 s
            way.close()


async def test_a_link_opens_by_itself_and_is_then_asked_for_by_its_address(
    site: Site, open_page: OpenPage
) -> None:
    links = await site.new_note(NOTE)
    for address in (f"{links['read']}#les-gares", f"{links['edit']}?view=edit#les-gares"):
        page = await open_page()
        asked = navigations(page)
        await page.goto(address)
        await expect(page.get_by_role("heading", name="Loyers").last).to_be_visible()
        assert asked == ["GET", "POST"]
        assert page.url == address
        assert await page.evaluate("history.length") == 2, "the page before, and this one"
        await expect(page).to_have_title("Loyers — Pochette")
        asked.clear()
        await page.reload()
        await page.goto(site.url)
        await page.go_back()
        await expect(page.get_by_role("heading", name="Loyers").last).to_be_visible()
        assert asked == ["GET", "GET", "GET"], "nothing is sent again"


@pytest.mark.whole
async def test_without_a_script_one_press_reads_and_the_next_visit_needs_none(
    site: Site, open_page: OpenPage, axe: str
) -> None:
    link = (await site.new_note(NOTE))["read"]
    page = await open_page(java_script_enabled=False)
    await page.goto(link)
    assert "Loyers" not in await page.content()
    await open_without_script(page, link)
    await expect(page.get_by_text("Le constat de 2026.")).to_be_visible()
    await page.goto(link)
    await expect(page.get_by_text("Le constat de 2026.")).to_be_visible()
    for options, sizes in (({}, DESKS), (PHONE, PHONES)):
        stopped = await open_page(**options)
        await stopped.add_init_script(_HIDDEN)
        await stopped.goto(link)
        await stopped.get_by_role("button", name="Ouvrir la note").wait_for()
        await stopped.locator("body.slow").wait_for()  # it is drawn for who waits
        assert await flaws(stopped, axe, *sizes, is_phone=bool(options)) == []


async def test_a_page_that_nobody_sees_opens_nothing(site: Site, open_page: OpenPage) -> None:
    link = (await site.new_note(NOTE))["read"]
    page = await open_page()
    await page.add_init_script(_HIDDEN)
    asked = navigations(page)
    await page.goto(link)
    await page.get_by_role("button", name="Ouvrir la note").wait_for()
    assert asked == ["GET"]
    await page.evaluate(_SEEN)
    await expect(page.get_by_text("Le constat de 2026.")).to_be_visible()
    assert asked == ["GET", "POST"]


@pytest.mark.first(1)
@pytest.mark.parametrize("app", IN_APP)
async def test_where_no_cookie_is_kept_a_link_opens_by_itself_at_each_visit(
    site: Site, open_page: OpenPage, app: str
) -> None:
    links = await site.new_note("# Loyers\n\nLe constat de 2026.\n")
    async with keeping_no_cookie(site.port) as port:
        page = await open_page(**PHONE, user_agent=IN_APP[app])
        asked = navigations(page)
        for right in ("read", "edit"):
            link = links[right].replace(str(site.port), str(port))
            for _ in range(2):
                await page.goto(link)
                await expect(page.get_by_text("Le constat de 2026.")).to_be_visible()
                assert asked == ["GET", "POST"]
                asked.clear()
            await page.get_by_role("link", name="Imprimer").click()
            await expect(page.locator(".pg img").first).to_be_visible(timeout=40_000)
            assert asked == ["GET"], "a page of ours leads there"
            asked.clear()
        assert await page.context.cookies() == []


async def test_the_address_of_a_page_below_a_link_leads_there(site: Site, open_page: OpenPage) -> None:
    link = (await site.new_note("# Loyers\n\nLe constat.\n"))["read"]
    page, pressed = await open_page(), await open_page(java_script_enabled=False)
    await page.goto(f"{link}/print")
    await open_without_script(pressed, f"{link}/print")
    for one in (page, pressed):
        await expect(one.locator(".pg img").first).to_be_visible(timeout=40_000)
        assert one.url == f"{link}/print"
