"""What may be wrong with a page as it stands: for axe, at the edge of the screen, under a finger."""

import os
from typing import Any, Literal

from playwright.async_api import Page

from tests.journeys.writer import violations

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
# A small phone, a usual one, a laptop of 1440 pixels at 200 %, and at 100 %.
# A normal run looks at the narrower of each, where things go wrong.
PHONES, DESKS = ((320, 390), (720, 1440)) if os.environ.get("POCHETTE_LONG") else ((320,), (720,))
TARGET_PX = 44
# The rules of axe whose answer another scheme may change.
OF_COLOURS = ["color-contrast", "link-in-text-block"]
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


async def overflow(page: Page) -> int:
    """How many pixels of the page lie beyond the right edge."""
    beyond: int = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return max(0, beyond)


async def small_targets(page: Page) -> list[str]:
    """Controls that a finger misses; links inside a text are as large as their line."""
    found: list[str] = await page.evaluate(
        """most => [...document.querySelectorAll('a, button, input:not([type=hidden]), label')]
          .filter(one => one.checkVisibility() && !one.closest('article p, article li'))
          // A finger presses the words of a box, and they are looked at themselves.
          .filter(one => !one.matches('label > :is([type=checkbox], [type=file]), .colours [type=radio]'))
          .filter(one => !one.matches('.gives [type=radio]'))
          // What lies under an open dialog is out of reach.
          .filter(one => !document.querySelector('dialog:modal') || one.closest('dialog'))
          .filter(one => Math.min(one.offsetWidth, one.offsetHeight) < most)
          .map(one => one.outerHTML.slice(0, 100))""",
        TARGET_PX,
    )
    return found


async def flaws(page: Page, axe: str, *widths: int, is_phone: bool = False) -> list[Any]:
    """Everything that is wrong with the page at these widths, light and dark."""
    found: list[Any] = []
    # A page can be read before its style sheet has come.
    await page.wait_for_load_state("load")
    for width in widths:
        await page.set_viewport_size({"width": width, "height": 600})
        found += [f"{width}: {beyond} px beyond the edge" for beyond in [await overflow(page)] if beyond]
        found += await small_targets(page) if is_phone else []
        for scheme in SCHEMES:
            await page.emulate_media(color_scheme=scheme)
            found += await violations(page, axe, None if scheme == SCHEMES[0] else OF_COLOURS)
    return found
