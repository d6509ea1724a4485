"""Makes a picture of every screen and dialog, at each width, light and dark, in both languages.

python -m tests.tools.looks DIR [--only editor,home] [--widths 1280,390] [--languages fr,en] [--schemes dark]
    [--longer]
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from playwright.async_api import Browser, Error, async_playwright

from tests.journeys.conftest import CHROMIUM, OPTIONS
from tests.tools.looks.longer import lengthen
from tests.tools.looks.screens import SCREENS
from tests.tools.looks.sheet import page_of
from tests.tools.looks.stage import Look, Sites, Stage, sites

LANGUAGES: Final = {"fr": "fr-FR", "en": "en-GB"}


async def take(stage: Stage, options: argparse.Namespace, folder: Path) -> list[str]:
    """The pictures of one look; gives what could not be had."""
    missed: list[str] = []
    for full, screen in SCREENS.items():
        if options.only and not any(word in full for word in options.only):
            continue
        try:
            page = await screen(stage)
            if options.longer:
                for cut in await lengthen(page):
                    print(f"{full} {stage.look.width} {stage.look.language}: {cut}")  # noqa: T201 - the result
            for scheme in options.schemes:
                await page.emulate_media(color_scheme=scheme)
                await page.evaluate("document.fonts.ready")
                path = folder / f"{full}-{stage.look.width}-{stage.look.language[:2]}-{scheme}.png"
                await page.screenshot(path=path, full_page=options.whole)
        except (Error, AssertionError) as error:
            missed.append(f"{full} {stage.look.width} {stage.look.language}: {str(error)[:300]}")
            print(missed[-1], file=sys.stderr)  # noqa: T201 - progress
            for open_page in stage.context.pages[-1:]:
                with suppress(Error):
                    await open_page.screenshot(path=folder / f"missed-{full}-{stage.look.width}.png")
        await stage.clear()
    return missed


async def sweep(options: argparse.Namespace) -> list[str]:
    """All pictures, and a page that shows them beside each other; gives what could not be had."""
    folder: Path = options.folder
    missed: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        async with sites(browser) as shown:
            for width in options.widths:
                for language in options.languages:
                    missed += await look(
                        browser, shown, Look(width=width, language=language), options, folder
                    )
        await browser.close()
    (folder / "index.html").write_text(page_of(folder), "utf-8")
    return missed


async def look(
    browser: Browser, shown: Sites, at: Look, options: argparse.Namespace, folder: Path
) -> list[str]:
    stage = Stage(at, browser, shown)
    await stage.set()
    try:
        return await take(stage, options, folder)
    finally:
        await stage.context.close()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", metavar="DIR", type=Path)
    parser.add_argument("--only", type=lambda text: text.split(","), default=[])
    parser.add_argument(
        "--widths", type=lambda text: [int(one) for one in text.split(",")], default=[1280, 390, 320]
    )
    parser.add_argument(
        "--languages",
        type=lambda text: [LANGUAGES[one] for one in text.split(",")],
        default=list(LANGUAGES.values()),
    )
    parser.add_argument("--schemes", type=lambda text: text.split(","), default=["light", "dark"])
    parser.add_argument(
        "--whole", action="store_true", help="pages to their end, not only what a window holds"
    )
    parser.add_argument(
        "--longer", action="store_true", help="texts that are 40 %% longer, and which of them something cuts"
    )
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    missed = asyncio.run(sweep(options))
    print(f"{options.folder}/index.html shows them; {len(missed)} missed")  # noqa: T201 - the result
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
