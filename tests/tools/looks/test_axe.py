"""axe finds nothing wrong on the screens and dialogs that are pictured, light and dark, at each width."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.async_api import Browser, async_playwright

from tests.journeys.conftest import CHROMIUM, OPTIONS
from tests.journeys.site import ROOT, running
from tests.journeys.writer import Writer
from tests.tools.looks.screens import SCREENS
from tests.tools.looks.stage import Look, Sites, Stage, sites

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
SCHEMES: Final = ("light", "dark")
# Of each kind some that no journey asks axe about, on one server.
SOME: Final = (
    "dialog-card",
    "page-home",
    "own-devices",
    "theft-ask",
    "door-erase",
    "search-found",
    "today-day",
)


async def wrong(browser: Browser, shown: Sites, width: int, names: Iterable[str]) -> dict[str, list[Any]]:
    """What axe finds, by the screen and how it is looked at."""
    axe = AXE.read_text("utf-8")
    found = {}
    stage = Stage(Look(width=width, language="fr-FR"), browser, shown)
    await stage.set()
    for name in names:
        page = await SCREENS[name](stage)
        for scheme in SCHEMES:
            await page.emulate_media(color_scheme=scheme)
            violations = await Writer(page, None).violations(axe)
            found[f"{name} {width} {scheme}"] = [one for one in violations if not is_of_the_text(one)]
        await stage.clear()
    await stage.context.close()
    return {place: violations for place, violations in found.items() if violations}


def is_of_the_text(violation: dict[str, Any]) -> bool:
    """Who writes chooses the levels, and the headings far above what is seen are not in the page.

    A wide table that is written in rolls with the caret: axe asks for a stop of the tab key.
    """
    classes = {"heading-order": ".lp-h", "scrollable-region-focusable": ".lp-roll"}
    its = classes.get(violation["rule"], "-")
    return all(one[0].startswith(its) for one in violation["where"])


@asynccontextmanager
async def browsing() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser
        await browser.close()


async def test_axe_finds_nothing_wrong_on_some_screens(tmp_path: Path) -> None:
    async with browsing() as browser, running(tmp_path / "data") as site:
        shown = Sites(open=site, team=site, away=site, worked="")
        assert await wrong(browser, shown, 390, SOME) == {}


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("kind", ["editor", "dialog", "page", "own", "theft", "door", "today"])
async def test_axe_finds_nothing_wrong_on_any_screen(kind: str, width: int) -> None:
    names = [name for name in SCREENS if name.startswith(f"{kind}-")]
    async with browsing() as browser, sites(browser) as shown:
        assert await wrong(browser, shown, width, names) == {}
