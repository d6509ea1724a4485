"""What the other journeys rely on: the errors of a page, and the refusals of its policy, reach the test."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.browsers.page import Browser

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.journey, pytest.mark.timeout(300)]
PAGE = """<!doctype html><title>x</title><button>throw</button><script nonce="x">
  document.querySelector('button').onclick = () => {
    setTimeout(() => { throw new Error('thrown by a click') })
    const script = document.createElement('script')
    script.textContent = 'window.ran = true'
    document.body.append(script)
  }
</script>"""
POLICY = {"Content-Security-Policy": "script-src 'nonce-x'"}


@pytest_asyncio.fixture(loop_scope="session")
async def address() -> AsyncIterator[str]:
    async def show(_request: web.Request) -> web.Response:
        return web.Response(text=PAGE, content_type="text/html", headers=POLICY)

    app = web.Application()
    app.router.add_get("/", show)
    async with TestServer(app) as server:
        yield str(server.make_url("/"))


async def test_errors_and_refusals_are_heard(browser_of_engine: Browser, address: str) -> None:
    page = await browser_of_engine.new_page()
    await page.goto(address)
    await page.click("button", "throw")
    await page.until("new Promise(rest => setTimeout(rest, 0, true))")
    assert not await page.evaluate("Boolean(window.ran)")
    await page.close()
    said = " ".join(page.errors)
    assert "thrown by a click" in said
    assert "script-src" in said
