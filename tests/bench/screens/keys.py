"""What a key costs in the page of an editor: time of the main thread, and from the key to its paint."""

import asyncio
from dataclasses import dataclass
from typing import Final

from playwright.async_api import CDPSession, Page

KEYS: Final = 120
_WARM: Final = 20
_BETWEEN_S: Final = 0.11
_TEXT: Final = "le texte continue et chaque lettre doit venir aussitot sous le doigt de qui ecrit "

# From the key, as the system tells it, to the first moment after the frame that shows it was drawn.
_WATCH: Final = """() => {
  window.paints = []
  addEventListener('keydown', event => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => window.paints.push(performance.now() - event.timeStamp)
    port2.postMessage(0)
  }), true)
}"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds: of the main thread for one key, and from the key to its paint, p50 and p95."""

    thread_ms: float
    paint_p50_ms: float
    paint_p95_ms: float


async def cost_of_a_key(page: Page, slowdown: int) -> Cost:
    """Type where the caret is, with the processor `slowdown` times slower."""
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("Performance.enable")
    await devtools.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
    await page.evaluate(_WATCH)
    await _type(page, _WARM)
    idle = await _busy_ms(devtools, None)
    await page.evaluate("window.paints.length = 0")
    spent = await _busy_ms(devtools, page)
    paints = sorted(await page.evaluate("window.paints"))
    await devtools.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    assert len(paints) == KEYS, f"{len(paints)} of {KEYS} keys were painted"
    return Cost(
        thread_ms=max(0.0, spent - idle) / KEYS,
        paint_p50_ms=paints[KEYS // 2],
        paint_p95_ms=paints[KEYS * 95 // 100],
    )


async def _busy_ms(devtools: CDPSession, page: Page | None) -> float:
    """How long the main thread was busy while somebody typed, or for as long while nobody did."""
    before = await _tasks_ms(devtools)
    if page is None:
        await asyncio.sleep(KEYS * _BETWEEN_S)
    else:
        await _type(page, KEYS)
    return await _tasks_ms(devtools) - before


async def _type(page: Page, keys: int) -> None:
    """At the pace of somebody who types well, and then until the last one is painted."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    for number in range(keys):
        await asyncio.sleep(max(0.0, began + number * _BETWEEN_S - loop.time()))
        await page.keyboard.press(_TEXT[number % len(_TEXT)].replace(" ", "Space"))
    await page.wait_for_function("keys => window.paints.length >= keys", arg=keys)


async def _tasks_ms(devtools: CDPSession) -> float:
    metrics = (await devtools.send("Performance.getMetrics"))["metrics"]
    return next(float(one["value"]) for one in metrics if one["name"] == "TaskDuration") * 1000
