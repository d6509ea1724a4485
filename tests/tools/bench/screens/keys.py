"""The cost of a key press in the page of an editor: main thread time, and time to paint."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from playwright.async_api import CDPSession, Page

KEYS: Final = 120
_WARM: Final = 20
_BETWEEN_S: Final = 0.11
_TEXT: Final = "le texte continue et chaque lettre doit venir aussitot sous le doigt de qui ecrit "

# From the time stamp of the key event to the first task after the frame that shows it.
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
    """Milliseconds for one key: of the main thread, and from the key event to its paint (p50, p95).

    `thread_ms` includes the time in which the thread waits for a core; `processor_ms` does not.
    """

    thread_ms: float
    processor_ms: float
    paint_p50_ms: float
    paint_p95_ms: float


async def cost_of_a_key(page: Page, slowdown: int) -> Cost:
    """Type at the caret, with the processor throttled `slowdown` times."""
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
    """Type the first keys of a page, which are not counted."""
    await page.evaluate(_WATCH)
    await _type(page, _WARM)


async def _clock(page: Page, time_domain: str) -> CDPSession:
    """A DevTools session that reports task time: wall clock (`timeTicks`) or processor (`threadTicks`)."""
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("Performance.enable", {"timeDomain": time_domain})
    return devtools


async def _busy_ms(clocks: Sequence[CDPSession], page: Page | None) -> list[float]:
    """Task time by each clock while typing in `page`, or while idle for as long if it is None."""
    before = [await _tasks_ms(clock) for clock in clocks]
    if page is None:
        await asyncio.sleep(KEYS * _BETWEEN_S)
    else:
        await _type(page, KEYS)
    return [await _tasks_ms(clock) - start for clock, start in zip(clocks, before, strict=True)]


async def _type(page: Page, keys: int) -> None:
    """Press keys at nine a second, and wait until the last one is painted."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    for number in range(keys):
        await asyncio.sleep(max(0.0, began + number * _BETWEEN_S - loop.time()))
        await page.keyboard.press(_TEXT[number % len(_TEXT)].replace(" ", "Space"))
    await page.wait_for_function("keys => window.paints.length >= keys", arg=keys)


async def _tasks_ms(devtools: CDPSession) -> float:
    metrics = (await devtools.send("Performance.getMetrics"))["metrics"]
    return next(float(one["value"]) for one in metrics if one["name"] == "TaskDuration") * 1000
