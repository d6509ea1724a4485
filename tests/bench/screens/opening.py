"""When the text of a note is first painted on a slow line: a table of docs/performance.md.

python -m tests.bench.screens.opening [--write] [--rounds 5]
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any, Final

from playwright.async_api import async_playwright

from tests.bench.__main__ import PAGE
from tests.bench.paper_text import long_text
from tests.bench.screens.first import DOWN_BITS, RTT_MS, SLOWDOWN, UP_BITS, first_paint_ms
from tests.bench.tables import write_between
from tests.bench.words import figure, rows
from tests.journeys.conftest import CHROMIUM, OPTIONS
from tests.journeys.looks import PHONE
from tests.journeys.site import running

MOST_MS: Final = 1_000
_PARTS: Final = (1, 25)
_DESK: Final[dict[str, Any]] = {"viewport": {"width": 1280, "height": 800}}
# The right of the link, what the address asks for, and the screen.
PAGES: Final[Mapping[str, tuple[str, str, dict[str, Any]]]] = {
    "the editor, on a desk": ("edit", "?view=edit", _DESK),
    "the editor, on a telephone": ("edit", "?view=edit", PHONE),
    "the reader, on a desk": ("read", "", _DESK),
    "the reader, on a telephone": ("read", "", PHONE),
}

Found = Mapping[tuple[int, str], Sequence[float]]


async def measure(rounds: int) -> Found:
    """By the size of the note (bytes) and the page: milliseconds of each round, nothing in the cache."""
    found: dict[tuple[int, str], list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        async with running(Path(folder) / "data") as site, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
            for parts in _PARTS:
                text = long_text(parts)
                links = await site.new_note(text)
                for _ in range(rounds):
                    for name, (right, view, options) in PAGES.items():
                        took = await first_paint_ms(browser, links[right] + view, **options)
                        found.setdefault((len(text.encode()), name), []).append(took)
                        print(parts, name, round(took), file=sys.stderr)  # noqa: T201 - progress
            await browser.close()
    return found


def lines(found: Found) -> list[str]:
    """A row a page, a column a size, and what was asked."""
    sizes = sorted({size for size, _ in found})
    head = ("ms to the first paint of the text", *(f"a note of {figure(size / 1000)} kB" for size in sizes))
    body: list[tuple[str, ...]] = [
        (name, *(f"{median(found[size, name]):.0f} (to {max(found[size, name]):.0f})" for size in sizes))
        for name in PAGES
    ]
    slowest = {size: max(median(found[size, name]) for name in PAGES) for size in sizes}
    said = (
        f"Asked of a note of {figure(size / 1000)} kB: within {MOST_MS} ms. The slowest page takes"
        f" {slowest[size]:.0f} ms, {'met' if slowest[size] <= MOST_MS else '**not met**'}.  "
        for size in sizes
    )
    line = (
        f"Medians, and in brackets the longest: {RTT_MS} ms there and back,"
        f" {DOWN_BITS / 1e6:.1f} Mbit/s down and {UP_BITS / 1e6:.2f} up,"
        f" the processor {SLOWDOWN} times slower, nothing in the cache."
    )
    return [*rows(head, body), "", line, "", *said]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    options = parser.parse_args()
    table = lines(asyncio.run(measure(options.rounds)))
    if options.write:
        PAGE.write_text(write_between(PAGE.read_text("utf-8"), "bench: opening", table), "utf-8")
    print(*table, sep="\n")  # noqa: T201 - the result of this command
    return 0


if __name__ == "__main__":
    sys.exit(main())
