"""Two checkouts of Pochette in the same run, in turn: script sizes, start, memory, first paint, a key.

python -m tests.tools.bench.checkouts BEFORE AFTER [--rounds 3] [--only sizes,start] [--kilobytes 200]

Both need `./dev setup`. The tables and the browser are those of the checkout from which this runs.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Final

from playwright.async_api import Browser, ViewportSize, async_playwright

from tests.journeys.conftest import CHROMIUM, OPTIONS
from tests.tools.bench.checkout import Checkout, CheckoutSite
from tests.tools.bench.paper_text import long_text
from tests.tools.bench.screens.first import first_paint_ms
from tests.tools.bench.screens.keys import cost_of_a_key
from tests.tools.bench.screens.opening import PAGES
from tests.tools.bench.screens.ours import open_in_the_middle
from tests.tools.bench.words import figure, rows

Costs = dict[str, float]
Found = Mapping[str, Sequence[Sequence[float]]]
"""By figure: the values of each checkout."""

_SLOWDOWNS: Final = (1, 4)
_VIEWPORT: Final[ViewportSize] = {"width": 1280, "height": 800}


async def measure(checkouts: Sequence[Checkout], rounds: int, only: Sequence[str], text: str) -> Found:
    """Every checkout in each round; another one begins each time. The first start of each is not counted."""
    found: dict[str, list[list[float]]] = {}
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        kinds: dict[str, Callable[[Checkout], Awaitable[Costs]]] = {
            "sizes": _sizes,
            "start": _start,
            "paint": lambda checkout: _paint(checkout, browser),
            "keys": lambda checkout: _keys(checkout, browser, text),
        }
        for checkout in checkouts:
            await _start(checkout)
        for number in range(rounds):
            for index in sorted(range(len(checkouts)), reverse=number % 2 == 1):
                for kind in only:
                    for name, value in (await kinds[kind](checkouts[index])).items():
                        found.setdefault(name, [[] for _ in checkouts])[index].append(value)
                        print(number, checkouts[index].folder, name, figure(value), file=sys.stderr)  # noqa: T201 - progress
        await browser.close()
    return found


async def _sizes(checkout: Checkout) -> Costs:
    return checkout.script_kb()


async def _start(checkout: Checkout) -> Costs:
    with tempfile.TemporaryDirectory() as folder:
        return checkout.version_cost() | await checkout.start_cost(Path(folder) / "data")


async def _paint(checkout: Checkout, browser: Browser) -> Costs:
    """Of a short note, on the slow line of `screens.first`."""
    with tempfile.TemporaryDirectory() as folder:
        site = CheckoutSite(checkout, Path(folder) / "data")
        await site.start()
        try:
            links = await site.new_note(long_text(1))
            return {
                f"first paint of {name}, ms": await first_paint_ms(browser, links[right] + view, **options)
                for name, (right, view, options) in PAGES.items()
            }
        finally:
            await site.stop()


async def _keys(checkout: Checkout, browser: Browser, text: str) -> Costs:
    costs: Costs = {}
    with tempfile.TemporaryDirectory() as folder:
        site = CheckoutSite(checkout, Path(folder) / "data")
        await site.start()
        try:
            for slowdown in _SLOWDOWNS:
                context = await browser.new_context(viewport=_VIEWPORT, locale="fr-FR")
                page = await context.new_page()
                await open_in_the_middle(page, site, text)
                cost = await cost_of_a_key(page, slowdown)
                await context.close()
                at = f"a key, processor {slowdown} times slower" if slowdown > 1 else "a key"
                costs |= {
                    f"{at}: main thread, ms": cost.thread_ms,
                    f"{at}: of it on a core, ms": cost.processor_ms,
                    f"{at}: to its paint, p50 ms": cost.paint_p50_ms,
                    f"{at}: to its paint, p95 ms": cost.paint_p95_ms,
                }
        finally:
            await site.stop()
    return costs


def lines(found: Found, titles: Sequence[str]) -> list[str]:
    """Medians with their range, and how many times the first checkout's the last one's is."""
    body = [
        (name, *map(_told, values), f"{median(values[-1]) / median(values[0]):.2f}×")
        for name, values in found.items()
    ]
    return rows(("", *titles, "ratio"), body)


def _told(values: Sequence[float]) -> str:
    least, most = figure(min(values)), figure(max(values))
    return figure(median(values)) if least == most else f"{figure(median(values))} ({least} to {most})"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("checkouts", nargs=2, type=Path, metavar="CHECKOUT")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="sizes,start,paint,keys")
    parser.add_argument("--kilobytes", type=int, default=200)
    options = parser.parse_args(arguments)
    checkouts = [Checkout(folder.absolute()) for folder in options.checkouts]
    for checkout in checkouts:
        if not checkout.pochette.exists():
            parser.error(f"expected {checkout.pochette}: run ./dev setup in {checkout.folder}")
    text = long_text(max(1, options.kilobytes * 1000 // len(long_text(1).encode())))
    found = asyncio.run(measure(checkouts, options.rounds, options.only.split(","), text))
    print(*lines(found, [checkout.commit for checkout in checkouts]), sep="\n")  # noqa: T201 - the result of this command
    return 0


if __name__ == "__main__":
    sys.exit(main())
