"""Draws the PNG icons of the home screen from web/public/icon.svg, beside it: python -m tests.tools.icons.

Phones cut icons to a shape of their own: the maskable one and Apple's fill their square, and what is drawn
stays inside the safe zone, a circle of 80 % of it. W3C, Web Application Manifest, "Icon masks".
"""

import asyncio
import re
from pathlib import Path
from typing import Final

from playwright.async_api import async_playwright

from tests.journeys.conftest import CHROMIUM, OPTIONS

PUBLIC: Final = Path(__file__).parents[2] / "web" / "public"
KRAFT: Final = "#b98a55"
# Name, side in pixels, and how large the folder is on a square that is filled; None: as the SVG has it.
ICONS: Final = (
    ("app-192", 192, None),
    ("app-512", 512, None),
    ("app-maskable-512", 512, 1.05),
    ("apple-touch-icon", 180, 1.05),
)


_OPEN: Final = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36">'


def drawn(svg: str, size: float | None) -> str:
    """The SVG of one icon."""
    if size is None:
        return svg
    folder = re.search(r"<path.*?/>", svg, re.DOTALL)
    assert folder is not None
    place = f"translate(18 18) scale({size}) translate(-18.5 -18)"
    ground = f'<rect width="36" height="36" fill="{KRAFT}"/>'
    return f'{_OPEN}{ground}<g transform="{place}">{folder[0]}</g></svg>'


async def main() -> None:
    svg = (PUBLIC / "icon.svg").read_text("utf-8")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        for name, side, size in ICONS:
            page = await browser.new_page(viewport={"width": side, "height": side})
            style = f"<style>body {{ margin: 0 }} svg {{ display: block; width: {side}px }}</style>"
            await page.set_content(style + drawn(svg, size))
            await page.screenshot(path=PUBLIC / f"{name}.png", omit_background=size is None)
            await page.close()
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
