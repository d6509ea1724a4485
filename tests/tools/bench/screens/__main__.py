"""A key in a long note, in our page and in those of other editors: a table of docs/performance.md.

python -m tests.tools.bench.screens [--write] [--rounds 3] [--kilobytes 200]
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from typing import Final

from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, async_playwright

from tests.journeys.conftest import CHROMIUM, OPTIONS
from tests.journeys.site import Site
from tests.tools.bench.__main__ import PAGE
from tests.tools.bench.between import write_between
from tests.tools.bench.install import Work
from tests.tools.bench.paper_text import long_text
from tests.tools.bench.screens.build import built
from tests.tools.bench.screens.keys import Cost, cost_of_a_key, warm_up
from tests.tools.bench.screens.ours import open_in_the_middle
from tests.tools.bench.screens.table import OURS, lines

SLOWDOWNS: Final = (1, 4)
EDITORS: Final = (OURS, "codemirror", "milkdown", "tiptap")


async def measure(text: str, pages: Path, rounds: int) -> dict[tuple[str, int], list[Cost]]:
    """Measures every editor in each round; the order rotates.

    Each is first opened and typed into once without being counted, so that the first one does not pay for
    cold caches.
    """
    found: dict[tuple[str, int], list[Cost]] = {}
    async with _others(pages, text) as others, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        for name in EDITORS:
            async with _opened(browser, name, text, others) as page:
                await warm_up(page)
        for number in range(rounds):
            for name in order(number):
                for slowdown in SLOWDOWNS:
                    async with _opened(browser, name, text, others) as page:
                        cost = await cost_of_a_key(page, slowdown)
                    found.setdefault((name, slowdown), []).append(cost)
                    print(number, name, f"×{slowdown}", cost, file=sys.stderr)  # noqa: T201 - progress
        await browser.close()
    return found


def order(number: int) -> tuple[str, ...]:
    """The order of a round: rotated, so that each editor is first equally often."""
    first = number % len(EDITORS)
    return (*EDITORS[first:], *EDITORS[:first])


@asynccontextmanager
async def _opened(browser: Browser, name: str, text: str, others: str) -> AsyncIterator[Page]:
    """The page of an editor, with the caret in the middle of the note."""
    context = await browser.new_context(viewport={"width": 1280, "height": 800}, locale="fr-FR")
    page = await context.new_page()
    try:
        if name == OURS:
            with tempfile.TemporaryDirectory() as folder:
                site = Site(Path(folder) / "data")
                await site.start()
                try:
                    await open_in_the_middle(page, site, text)
                    yield page
                finally:
                    await site.stop()
        else:
            await page.goto(f"{others}/{name}/index.html")
            await page.wait_for_function("() => document.body.dataset.ready === '1'")
            await page.evaluate("window.place()")
            yield page
    finally:
        await context.close()


@asynccontextmanager
async def _others(pages: Path, text: str) -> AsyncIterator[str]:
    async def note(_: web.Request) -> web.Response:
        return web.Response(text=text, content_type="text/markdown")

    app = web.Application()
    app.router.add_get("/{name}/note.md", note)
    app.router.add_static("/", pages)
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--kilobytes", type=int, default=200)
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    options = parser.parse_args(arguments)
    one = len(long_text(1).encode())
    text = long_text(max(1, options.kilobytes * 1000 // one))
    found = asyncio.run(measure(text, built(Work.chosen()), options.rounds))
    costs = {of: _medians(rounds) for of, rounds in found.items()}
    table = lines(costs, len(text.encode()))
    if options.write:
        PAGE.write_text(write_between(PAGE.read_text("utf-8"), "bench: keys", table), "utf-8")
    print(*table, sep="\n")  # noqa: T201 - the result of this command
    return 0


def _medians(rounds: Sequence[Cost]) -> Cost:
    return Cost(
        thread_ms=median(cost.thread_ms for cost in rounds),
        processor_ms=median(cost.processor_ms for cost in rounds),
        paint_p50_ms=median(cost.paint_p50_ms for cost in rounds),
        paint_p95_ms=median(cost.paint_p95_ms for cost in rounds),
    )


if __name__ == "__main__":
    sys.exit(main())
