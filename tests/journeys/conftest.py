"""One browser and one server for all journeys; a context for each person in each test."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright

from tests.journeys.site import ROOT, Site, running
from tests.journeys.writer import Writer, fetched

# The one without windows is lighter; `./dev` installs it where there is neither.
CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
OPTIONS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    # A process ahead for the page after next: most tests have one page.
    "--disable-features=SpareRendererForSitePerProcess",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]
OpenPage = Callable[..., Awaitable[Page]]
Invite = Callable[..., Awaitable[Writer]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys share the browser, so they share its event loop."""
    folder = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(folder) and "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            item.add_marker(pytest.mark.journey)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def site(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """A server that tests leave alone."""
    async with running(tmp_path_factory.mktemp("site") / "data") as site:
        yield site


@pytest_asyncio.fixture(loop_scope="session")
async def own_site(tmp_path: Path) -> AsyncIterator[Site]:
    """A server that this test may kill."""
    async with running(tmp_path / "data") as site:
        yield site


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser) -> AsyncIterator[OpenPage]:
    """Opens a page in a context of its own, with Playwright's options; what its console says fails it."""
    said: list[str] = []
    async with AsyncExitStack() as contexts:

        async def open_page(**options: Any) -> Page:
            context = await browser.new_context(**{"locale": "fr-FR", **options})
            contexts.push_async_callback(context.close)
            page = await context.new_page()
            page.on("pageerror", lambda error: said.append(str(error)))
            page.on("console", lambda message: said.append(message.text) if is_said(message) else None)
            return page

        yield open_page
    assert said == []


def is_said(message: ConsoleMessage) -> bool:
    """Whether the page says it: what the debugger lets in, as axe, has no address."""
    return bool(message.location["url"]) and is_ours(message.text)


def is_ours(message: str) -> bool:
    """Whether the console complains about the page, and not about what a test has done to it."""
    foreign = (
        "WebSocket connection",
        "net::ERR",
        "Failed to load resource",
        "Changed the client-id",
        "Clear-Site-Data",
        # A test that is quicker than the page: the field has the focus before the page would give it.
        "Autofocus processing was blocked because a document already has a focused element",
    )
    return not any(sign in message for sign in foreign)


@pytest_asyncio.fixture(loop_scope="session")
async def invite(open_page: OpenPage) -> Invite:
    """Lets somebody new into the editor of a note: their link, and the name that they give.

    The editor has come whole; who presses keys before it has opens the page by a `Writer` of their own.
    """

    async def invite(link: str, name: str | None = None, **options: Any) -> Writer:
        writer = Writer(await open_page(**options), name)
        await writer.open(link)
        await fetched(writer.page)
        return writer

    return invite


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core: Trusted Types let it in only through the debugger."""
    return (ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
