"""The margin of a note with 200 comments: opened, scrolled and typed beside, as a table.

python -m tests.tools.bench.screens.margin [--write] [--rounds 3]
"""

import argparse
import asyncio
import json
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

from playwright.async_api import Browser, CDPSession, Page, async_playwright

from tests.journeys.conftest import CHROMIUM, OPTIONS
from tests.journeys.many_comments import say_much
from tests.journeys.site import running
from tests.tools.bench.__main__ import PAGE
from tests.tools.bench.between import write_between
from tests.tools.bench.paper_text import long_text
from tests.tools.bench.screens.keys import cost_of_a_key
from tests.tools.bench.screens.ours import open_link_in_the_middle
from tests.tools.bench.words import figure, rows

COMMENTS: Final = 200
SLOWDOWN: Final = 4
MOST_TASK_MS: Final = 50
MOST_SCROLL_MS: Final = 4
_PARTS: Final = 8
_STEPS: Final = 60
_STEP_PX: Final = 120
_WORDS: Final = re.compile(r"(?<= )\w[\w ’',-]{12,34}\w(?=[ .])")
_TOGGLE: Final = "document.querySelector('[data-run=comments]').click()"
_COUNT: Final = """() => {
  window.scrolled = 0
  document.querySelector('.doc').addEventListener('scroll', () => (window.scrolled += 1), { passive: true })
}"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of processor of the main thread, throttled: of the longest task of opening, of script a
    scroll event with the margin open and without it, and of all that a key does in both.
    """

    longest_ms: float
    scroll_open_ms: float
    scroll_closed_ms: float
    key_open_ms: float
    key_closed_ms: float


def passages(text: str, count: int) -> list[str]:
    """Words of paragraphs and lists, spread over the text, in its order."""
    lines = (line for line in text.splitlines() if not line.startswith(("#", "|", "`", ":", "!", "[")))
    found = [words for line in lines for words in _WORDS.findall(line)]
    return found[:: max(1, len(found) // count)][:count]


async def measure(rounds: int) -> tuple[int, list[Cost]]:
    """The size of the note in bytes, and the costs of each round."""
    text = long_text(_PARTS)
    found: list[Cost] = []
    with tempfile.TemporaryDirectory() as folder:
        async with running(Path(folder) / "data") as site, async_playwright() as playwright:
            link = (await site.new_note(text))["edit"]
            await say_much(link, passages(text, COMMENTS))
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
            for number in range(rounds):
                found.append(await _round(browser, link))
                print(number, found[-1], file=sys.stderr)  # noqa: T201 - progress
            await browser.close()
    return len(text.encode()), found


async def _round(browser: Browser, link: str) -> Cost:
    context = await browser.new_context(viewport={"width": 1440, "height": 900}, locale="fr-FR")
    page = await context.new_page()
    await open_link_in_the_middle(page, link)
    clock = await context.new_cdp_session(page)
    await clock.send("Performance.enable", {"timeDomain": "threadTicks"})
    await clock.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    await page.evaluate(_COUNT)
    scroll_closed = await _scroll_ms(page, clock)
    longest = await _longest_task_ms(browser, page)
    scroll_open = await _scroll_ms(page, clock)
    await context.close()
    keys = [await _key_ms(browser, link, is_open=is_open) for is_open in (True, False)]
    return Cost(longest, scroll_open, scroll_closed, *keys)


async def _key_ms(browser: Browser, link: str, *, is_open: bool) -> float:
    context = await browser.new_context(viewport={"width": 1440, "height": 900}, locale="fr-FR")
    page = await context.new_page()
    await open_link_in_the_middle(page, link)
    if is_open:
        await page.evaluate(_TOGGLE)
        await page.locator("#comments li").first.wait_for()
        await page.locator(".cm-content").focus()
    cost = await cost_of_a_key(page, SLOWDOWN)
    await context.close()
    return cost.processor_ms


async def _scroll_ms(page: Page, clock: CDPSession) -> float:
    """Turn the wheel down and up again."""
    await page.mouse.move(700, 500)
    await page.evaluate("window.scrolled = 0")
    before = await _script_ms(clock)
    for step in range(_STEPS):
        await page.mouse.wheel(0, _STEP_PX if step < _STEPS // 2 else -_STEP_PX)
        await asyncio.sleep(0.05)
    await asyncio.sleep(0.4)
    scrolled: int = await page.evaluate("window.scrolled")
    return (await _script_ms(clock) - before) / max(1, scrolled)


async def _longest_task_ms(browser: Browser, page: Page) -> float:
    """Open the margin; of all tasks until its cards are drawn, the one that takes the most processor."""
    await browser.start_tracing(page=page, categories=["toplevel"])
    await page.evaluate(_TOGGLE)
    await page.locator("#comments li").first.wait_for()
    await asyncio.sleep(1)
    events: list[dict[str, Any]] = json.loads(await browser.stop_tracing())["traceEvents"]
    mains = {(e["pid"], e["tid"]) for e in events if e.get("args", {}).get("name") == "CrRendererMain"}
    tasks = [e for e in events if e["name"].endswith("RunTask") and (e["pid"], e["tid"]) in mains]
    return max(float(e.get("tdur", 0)) for e in tasks) / 1000


async def _script_ms(clock: CDPSession) -> float:
    metrics = (await clock.send("Performance.getMetrics"))["metrics"]
    return next(float(one["value"]) for one in metrics if one["name"] == "ScriptDuration") * 1000


def lines(size: int, found: Sequence[Cost]) -> list[str]:
    """A row for each thing that is done, and the verdicts."""
    longest, scroll, scroll_closed, key, key_closed = (
        median(column) for column in zip(*map(astuple, found), strict=True)
    )
    head = (f"ms of the main thread, processor {SLOWDOWN} times slower", "margin open", "margin closed")
    body: list[tuple[str, ...]] = [
        ("the longest task of opening it", f"{longest:.0f}", "–"),
        ("script of a scroll event", f"{scroll:.1f}", f"{scroll_closed:.1f}"),
        ("a key", f"{key:.1f}", f"{key_closed:.1f}"),
    ]
    own = scroll - scroll_closed
    note = f"A note of {figure(size / 1000)} kB with {COMMENTS} comments; rounds: {len(found)}, medians."
    opening = (
        f"Asked: no task over {MOST_TASK_MS} ms on opening."
        f" {longest:.0f} ms: {_verdict(longest, MOST_TASK_MS)}.  "
    )
    scrolling = (
        f"Asked: at most {MOST_SCROLL_MS} ms of the margin's script a scroll event."
        f" {own:.1f} ms: {_verdict(own, MOST_SCROLL_MS)}.  "
    )
    return [*rows(head, body), "", note, "", opening, scrolling]


def _verdict(value: float, most: float) -> str:
    return "met" if value <= most else "**not met**"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    options = parser.parse_args()
    table = lines(*asyncio.run(measure(options.rounds)))
    if options.write:
        PAGE.write_text(write_between(PAGE.read_text("utf-8"), "bench: margin", table), "utf-8")
    print(*table, sep="\n")  # noqa: T201 - the result of this command
    return 0


if __name__ == "__main__":
    sys.exit(main())
