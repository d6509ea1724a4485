"""First paint of a note on a slow network: a table of docs/performance.md.

python -m tests.tools.bench.screens.opening [--write] [--rounds 5]
"""

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any, Final

from playwright.async_api import async_playwright

from tests.journeys.conftest import CHROMIUM, OPTIONS
from tests.journeys.looks import PHONE
from tests.journeys.site import running
from tests.tools.bench.__main__ import PAGE
from tests.tools.bench.between import write_between
from tests.tools.bench.install import PEERS
from tests.tools.bench.paper_text import long_text
from tests.tools.bench.screens.first import DOWN_BITS, RTT_MS, SLOWDOWN, UP_BITS, first_paint_ms
from tests.tools.bench.servers import Peer, etherpad_checkouts, served, store
from tests.tools.bench.words import figure, rows

MOST_MS: Final = 1_000
_PARTS: Final = (1, 25)
_DESK: Final[dict[str, Any]] = {"viewport": {"width": 1280, "height": 800}}
# The right of the link, the query of the address, and the browser options.
PAGES: Final[Mapping[str, tuple[str, str, dict[str, Any]]]] = {
    "the editor, on a desk": ("edit", "?view=edit", _DESK),
    "the editor, on a telephone": ("edit", "?view=edit", PHONE),
    "the reader, on a desk": ("read", "", _DESK),
    "the reader, on a telephone": ("read", "", PHONE),
}

Found = Mapping[tuple[int, str], Sequence[float]]


async def measure(rounds: int) -> Found:
    """Milliseconds of each round by (size of the note in bytes, page), with an empty cache.

    The first opening of a page is not counted: Etherpad builds its script then.
    """
    found: dict[tuple[int, str], list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        async with running(Path(folder) / "data") as site, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
            for parts in _PARTS:
                text = long_text(parts)
                links = await site.new_note(text)
                pages = {name: (links[right] + view, of) for name, (right, view, of) in PAGES.items()}
                with ExitStack() as pads:
                    for peer in etherpad_checkouts():
                        link = pads.enter_context(_pad(peer, text))
                        pages[f"{peer.title}, on a desk"] = (link, _DESK)
                        pages[f"{peer.title}, on a telephone"] = (link, PHONE)
                    for number in range(rounds + 1):
                        for name, (link, options) in pages.items():
                            took = await first_paint_ms(browser, link, **options)
                            if number:
                                found.setdefault((len(text.encode()), name), []).append(took)
                            print(parts, number, name, round(took), file=sys.stderr)  # noqa: T201 - progress
            await browser.close()
    return found


@contextmanager
def _pad(peer: Peer, text: str) -> Iterator[str]:
    """The address of a pad of a running Etherpad, in which every new pad begins with this text."""
    with store() as database:
        settings = json.loads((PEERS / "etherpad.json").read_text("utf-8"))
        path = database.with_name("settings.json")
        path.write_text(json.dumps(settings | {"defaultPadText": text}), "utf-8")
        peer = replace(peer, command=(*peer.command[:-1], str(path)))
        with served(peer, database, database.with_name("log"), core=None) as site:
            yield f"http://127.0.0.1:{site.port}/p/note"


def lines(found: Found) -> list[str]:
    """A row for each page, a column for each size, and the verdict on the target."""
    sizes = sorted({size for size, _ in found})
    head = ("ms to the first paint of the text", *(f"a note of {figure(size / 1000)} kB" for size in sizes))
    body: list[tuple[str, ...]] = [
        (name, *(f"{median(found[size, name]):.0f} (to {max(found[size, name]):.0f})" for size in sizes))
        for name in dict.fromkeys(page for _, page in found)
    ]
    slowest = {size: max(median(found[size, name]) for name in PAGES) for size in sizes}
    said = (
        f"Asked of a note of {figure(size / 1000)} kB: within {MOST_MS} ms. Our slowest page takes"
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
