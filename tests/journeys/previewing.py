"""The preview of a print, opened and waited for."""

import json
import urllib.request
from typing import Any

from playwright.async_api import Page

from tests.journeys.conftest import OpenPage
from tests.journeys.site import Site
from tests.journeys.writer import until
from tests.visitor import LED_HERE

TITLE = "Rouvrir vingt petites gares : le plan et son financement pour la région tout entière"
NOTE = (
    f"# {TITLE}\n\n## Constat\n\n" + "Un long paragraphe de la note.\n\n" * 74 + "## Coût\n\nDix millions.\n"
)
DESK = {"viewport": {"width": 1280, "height": 800}}


def told(site: Site, method: str, path: str, body: dict[str, object]) -> Any:
    """Ask the server as a program does."""
    headers = {"Content-Type": "application/json", **LED_HERE}
    request = urllib.request.Request(  # noqa: S310 - our own address
        site.url + path, json.dumps(body).encode(), headers, method=method
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - our own address
        return json.load(answer)


async def printed_once(site: Site) -> dict[str, str]:
    """Of a note that is ready to print, was printed once, and may have two pages."""
    links = await site.new_note(NOTE)
    path = links["edit"].removeprefix(site.url)
    told(site, "PUT", f"{path}/card", {"budget": 2, "classification": "Diffusion restreinte"})
    told(site, "POST", f"{path}/editions", {})
    return links


async def opened(open_page: OpenPage, link: str, **options: Any) -> Page:
    page = await open_page(**options)
    await page.goto(f"{link}/print")
    await drawn(page)
    return page


async def drawn(page: Page) -> None:
    """Until the pages of the options as they are stand there, with the pictures that can be seen."""
    await until(
        page,
        """() => {
          const pages = [...document.querySelectorAll('.pg:not(.stale) img')]
          const isBusy = document.querySelector('#view').ariaBusy !== 'false'
          return pages.length && !isBusy && pages[0].naturalWidth > 0
        }""",
        within=40,
    )
