"""The main journeys run once on each engine; a browser is started once for a session."""

import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio

from tests.browsers import chromium, firefox, webkit
from tests.browsers.page import Browser, Page
from tests.journeys.conftest import is_ours

ENGINES = {"chromium": chromium, "firefox": firefox, "webkit": webkit}
# `./dev test` sets it where it has installed all three.
ARE_REQUIRED = os.environ.get("POCHETTE_TEST_BROWSERS") == "required"
STATIC = Path(__file__).parents[3] / "server" / "static"
UNFINISHED = re.compile(
    r"(?:TypeError: error loading dynamically imported module:|Error: Unable to preload CSS for)"
    r" http://[^/]+/static/(\S+)"
)
# Also of a file that the worker has; where the worker gives none, the line ends in "that rejected with".
INTERCEPTED = re.compile(
    r"Failed to load ‘http://[^/]+/static/([^’]+)’\."
    r" A ServiceWorker intercepted the request and encountered an unexpected error\."
)
# NS_BINDING_ABORTED, of a face.
ABORTED = "status=2152398850"
OpenPage = Callable[[], Awaitable[Page]]


# The other two in the whole form alone: each is some hundred megabytes that a bare machine lacks.
_PARAMS = ["chromium", *(pytest.param(name, marks=pytest.mark.whole) for name in ("firefox", "webkit"))]


@pytest.fixture(scope="session", params=_PARAMS)
def engine(request: pytest.FixtureRequest) -> str:
    """The name of an engine that is installed here."""
    name: str = request.param
    if (missing := ENGINES[name].missing()) is not None:
        told = f"{name} is not tested: {missing} is not installed"
        if ARE_REQUIRED:
            pytest.fail(told)
        pytest.skip(told)
    return name


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser_of_engine(engine: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    async with ENGINES[engine].started(tmp_path_factory.mktemp(engine)) as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def new_page(browser_of_engine: Browser) -> AsyncIterator[OpenPage]:
    """Opens a window of somebody new; what its console says fails the test."""
    async with pages_of(browser_of_engine) as new_page:
        yield new_page


@asynccontextmanager
async def pages_of(browser: Browser) -> AsyncIterator[OpenPage]:
    pages: list[Page] = []
    async with AsyncExitStack() as closing:

        async def new_page() -> Page:
            page = await browser.new_page()
            pages.append(page)
            closing.push_async_callback(page.close)
            return page

        yield new_page
    # What the console says of a socket or a request is what a test has done to the server.
    said = [line for page in pages for line in page.errors if is_ours(line) and "ws://" not in line]
    assert [line for line in said if not is_unfinished(line)] == []


def is_unfinished(line: str) -> bool:
    """What Firefox says of a page that is left while its files come; a file that is missing is told."""
    file = UNFINISHED.search(line) or INTERCEPTED.search(line)
    return ABORTED in line or (file is not None and (STATIC / file[1]).is_file())
