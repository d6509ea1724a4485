"""First paint of a note's text: empty cache, slow network, slow processor."""

import asyncio
from functools import partial
from typing import Any, Final

from playwright.async_api import Browser

RTT_MS: Final = 150
DOWN_BITS: Final = 1_600_000
UP_BITS: Final = 750_000
SLOWDOWN: Final = 4
_PATIENCE_MS: Final = 30_000

# Each paint that is larger than all before is reported in its own frame; the first inside the text counts.
# Ours is in `main`, but not on the page of a first visit; Etherpad's is in a frame within a frame.
_WATCH: Final = """
if (window === top) tellBeginning(performance.timeOrigin)
new PerformanceObserver(list => {
  for (const { element, renderTime, startTime } of list.getEntries())
    if (element?.closest('main, #innerdocbody') && !element.matches('.loading') && !element.closest('.opens'))
      tellPaint(performance.timeOrigin + (renderTime || startTime))
}).observe({ type: 'largest-contentful-paint', buffered: true })
"""


async def first_paint_ms(browser: Browser, link: str, **options: Any) -> float:
    """Time from the navigation to the first paint of the note's text, with an empty cache."""
    context = await browser.new_context(locale="fr-FR", **options)
    try:
        page = await context.new_page()
        told: dict[str, asyncio.Queue[float]] = {
            "tellBeginning": asyncio.Queue(),
            "tellPaint": asyncio.Queue(),
        }
        for name, moments in told.items():
            await page.expose_function(name, partial(_tell, moments))
        await page.add_init_script(_WATCH)
        devtools = await context.new_cdp_session(page)
        await devtools.send("Network.enable")
        line = {"latency": RTT_MS, "downloadThroughput": DOWN_BITS / 8, "uploadThroughput": UP_BITS / 8}
        await devtools.send("Network.emulateNetworkConditions", {"offline": False, **line})
        await devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
        await page.goto(link, wait_until="commit", timeout=_PATIENCE_MS)
        async with asyncio.timeout(_PATIENCE_MS / 1000):
            return await told["tellPaint"].get() - await told["tellBeginning"].get()
    finally:
        await context.close()


def _tell(moments: asyncio.Queue[float], moment: float) -> None:
    moments.put_nowait(moment)
