"""Pochette behind nginx and Caddy: real TLS, a public address, a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import async_playwright

from server.command.proxy import PROGRAMS
from tests.journeys.conftest import CHROMIUM, OPTIONS
from tests.wire.proxy import HOST, proxied

pytestmark = pytest.mark.journey


@pytest.fixture(params=PROGRAMS)
def public(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The public address of a server behind each of them."""
    with proxied(request.param, tmp_path) as front:
        yield front.origin


@pytest.mark.whole
async def test_a_note_is_made_and_written_through_a_tls_proxy(public: str) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[*OPTIONS, f"--host-resolver-rules=MAP {HOST} 127.0.0.1"],
        )
        context = await browser.new_context(ignore_https_errors=True, locale="fr-FR")
        page = await context.new_page()
        await page.goto(f"{public}/")

        async with page.expect_websocket() as opening:
            await page.get_by_role("button", name="Écrire une note").click()
        websocket = await opening.value
        async with websocket.expect_event("framereceived"):
            pass
        await page.get_by_text("Enregistré", exact=True).first.wait_for()

        assert websocket.url.startswith(f"wss://{public.removeprefix('https://')}/sync/")
        assert re.fullmatch(rf"{re.escape(public)}/n/[\w-]+", page.url)
        spoken = "performance.getEntriesByType('navigation')[0].nextHopProtocol"
        assert await page.evaluate(spoken) == "h2"
        cookies = await context.cookies()
        assert [(cookie["name"][:7], cookie["secure"], cookie["httpOnly"]) for cookie in cookies] == [
            ("__Host-", True, True)
        ]
        await browser.close()


@pytest.mark.whole
async def test_links_made_behind_the_proxy_start_with_the_public_address(public: str) -> None:
    async with async_playwright() as playwright:
        request = await playwright.request.new_context(
            ignore_https_errors=True, base_url=f"https://127.0.0.1:{public.rpartition(':')[2]}"
        )
        answer = await request.post(
            "/api/notes",
            data={"title": "Le fret ferroviaire"},
            headers={"Host": public.removeprefix("https://")},
        )

        assert answer.status == 201
        links = (await answer.json())["links"]
        assert sorted(links) == ["edit", "read"]
        assert all(link.startswith(f"{public}/n/") for link in links.values())
        await request.dispose()
