"""Screens hold texts that are 40 % longer, and what does not hold one is told."""

from pathlib import Path
from typing import Final

from playwright.async_api import async_playwright

from tests.journeys.conftest import CHROMIUM, OPTIONS
from tests.journeys.site import running
from tests.tools.looks.longer import lengthen
from tests.tools.looks.screens import SCREENS
from tests.tools.looks.stage import Look, Sites, Stage

# Those whose places are narrowest.
SOME: Final = ("dialog-share", "dialog-card", "page-home", "own-devices")
NARROW = """<button class="narrow" style="white-space: nowrap">Imprimer</button><button>Enregistrer</button>
<div class="narrow" style="overflow: hidden; display: inline-flex">
<a class="btn" style="flex: none">Partager</a>
</div>"""
# As wide as its text is now, in whatever face this machine has.
FIXED = """for (const one of document.querySelectorAll(".narrow"))
  one.style.width = `${one.getBoundingClientRect().width}px`"""


async def test_texts_that_are_longer_are_cut_nowhere(tmp_path: Path) -> None:
    async with async_playwright() as playwright, running(tmp_path / "data") as site:
        shown = Sites(open=site, team=site, away=site, worked="")
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        stage = Stage(Look(width=390, language="fr-FR"), browser, shown)
        await stage.set()
        page = await stage.context.new_page()
        await page.set_content(NARROW)
        await page.evaluate(f"() => {{ {FIXED} }}")
        told = [said.split(":")[0] for said in await lengthen(page)]
        assert told == ["out of its box", "cut"], "what is narrow is found"
        assert "EnregistrerEnreg" in (await page.content())
        cut = {name: await lengthen(await SCREENS[name](stage)) for name in SOME}
        await browser.close()
    assert {name: said for name, said in cut.items() if said} == {}
