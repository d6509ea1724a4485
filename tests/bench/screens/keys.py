"""What a key costs in the page of an editor: time of the main thread, and from the key to its paint."""

import asyncio
from collections.abc import Sequence
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
    """Milliseconds: of the main thread for one key, and from the key to its paint, p50 and p95.

    `thread_ms` goes on while the thread waits for a core of the machine, `processor_ms` does not.
    """

    thread_ms: float
    processor_ms: float
    paint_p50_ms: float
    paint_p95_ms: float


async def cost_of_a_key(page: Page, slowdown: int) -> Cost:
    """Type where the caret is, with the processor `slowdown` times slower."""
    thread, processor = await _clock(page, "timeTicks"), await _clock(page, "threadTicks")
    await thread.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
    await warm_up(page)
    clocks = (thread, processor)
    idle = await _busy_ms(clocks, None)
    await page.evaluate("window.paints.length = 0")
    spent = await _busy_ms(clocks, page)
    paints = sorted(await page.evaluate("window.paints"))
    await thread.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    assert len(paints) == KEYS, f"{len(paints)} of {KEYS} keys were painted"
    thread_ms, processor_ms = (max(0.0, busy - rest) / KEYS for busy, rest in zip(spent, idle, strict=True))
    return Cost(
        thread_ms=thread_ms,
        processor_ms=processor_ms,
        paint_p50_ms=paints[KEYS // 2],
        paint_p95_ms=paints[KEYS * 95 // 100],
    )


async def warm_up(page: Page) -> None:
    """The first keys of a page, which nobody counts."""
    await page.evaluate(_WATCH)
    await _type(page, _WARM)


async def _clock(page: Page, time_domain: str) -> CDPSession:
    """Tells how long the tasks of the page take: by the wall (`timeTicks`) or on a core (`threadTicks`)."""
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("Performance.enable", {"timeDomain": time_domain})
    return devtools


async def _busy_ms(clocks: Sequence[CDPSession], page: Page | None) -> list[float]:
    """How long the page was busy while somebody typed, or for as long while nobody did, by each clock."""
    before = [await _tasks_ms(clock) for clock in clocks]
    if page is None:
        await asyncio.sleep(KEYS * _BETWEEN_S)
    else:
        await _type(page, KEYS)
    return [await _tasks_ms(clock) - start for clock, start in zip(clocks, before, strict=True)]


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
