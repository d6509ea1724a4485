"""Three people at one note for an hour, at desks and on a telephone, doing everything, on lines that break.

python -m tests.tools.faults.sitting --minutes 60 --pace 0.3

At a pace of 0.3 each does something about every two seconds, which few keep up for an hour; at 1, every one.
"""

import argparse
import asyncio
import json
import random
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Browser, BrowserContext, Page, async_playwright
from playwright.async_api import Error as BrowserError
from playwright.async_api import TimeoutError as NeverCame

from tests.journeys.conftest import CHROMIUM, OPTIONS, is_ours
from tests.journeys.looks import PHONE
from tests.journeys.site import Site, running
from tests.journeys.wire import wire_to
from tests.journeys.writer import SAVED, Writer
from tests.tools.faults import company, writing
from tests.tools.faults.seat import Seat

_PEOPLE: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("Claire", {"viewport": {"width": 1280, "height": 800}}),
    ("Karim", {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"}),
    ("Inès", PHONE),
)
# How often each is done, of a hundred or so.
ACTS: Final[dict[Callable[[Seat], Awaitable[None]], float]] = {
    writing.type_words: 38,
    writing.delete: 16,
    writing.mark: 6,
    writing.undo: 7,
    writing.write_in_table: 5,
    writing.change_table: 1.5,
    writing.slash: 2,
    writing.paste_something: 2,
    writing.replace: 1.5,
    writing.compose: 3,
    writing.drag: 2,
    company.comment: 2,
    company.answer: 1,
    company.settle: 2,
    company.put_picture: 0.5,
    company.restore: 0.2,
    company.look_at_print: 0.5,
    company.read: 0.5,
    company.look: 2,
    company.change_status: 0.5,
    company.turn_colours: 1,
    company.turn_plain: 0.5,
    company.follow: 1,
    company.scroll: 2,
    company.turn_screen: 0.5,
    company.lose_line: 5,
}
# When the memory of a page that was never reloaded is looked at for the first time.
_EARLY: Final = 1 / 6
_ALL_SAVED_MS: Final = 60_000
_ACTS_A_SECOND: Final = 2.0


@dataclass
class Tally:
    """What a sitting has seen. Heaps in MB, after a collection; from `differences` on all must stay 0."""

    minutes: float
    acts: dict[str, int] = field(default_factory=dict)
    # What was to be pressed had gone, or did not come over a line that was slow.
    missed: dict[str, int] = field(default_factory=dict)
    letters: int = 0
    heap_early_mb: float = 0.0
    heap_late_mb: float = 0.0
    heap_grown: float = 0.0
    # The same note in the same page, opened anew at the end: what the note itself takes by then.
    heap_anew_mb: float = 0.0
    differences: int = 0
    errors: int = 0
    said: list[str] = field(default_factory=list)


async def run(minutes: float, folder: Path, *, seed: int, pace: float = 1) -> Tally:
    """Let them sit, `pace` times as busy as usual; then all lines are whole, and all texts are to be one."""
    tally = Tally(minutes=minutes)
    async with running(folder / "data") as site, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        async with _seated(browser, site, tally, seed) as seats:
            begun = asyncio.get_running_loop().time()
            early, end = begun + minutes * 60 * _EARLY, begun + minutes * 60
            await _sit(seats, early, tally, pace)
            tally.heap_early_mb = await heap_mb(seats[0])
            await _sit(seats, end, tally, pace)
            for seat in seats:
                await seat.page.evaluate("dispatchEvent(new Event('online'))")
            for seat in seats:
                await seat.writer.sees_state(SAVED, within=_ALL_SAVED_MS)
            tally.heap_late_mb = await heap_mb(seats[0])
            tally.heap_grown = round(tally.heap_late_mb / tally.heap_early_mb, 2)
            # What is on the card of the note stands before its text.
            stored = await site.markdown(seats[0].link)
            text = await seats[0].writer.text()
            tally.letters = len(text)
            tally.differences = int(
                not (stored == text or (stored.startswith("---\n") and stored.endswith(text)))
            )
            for seat in seats[1:]:
                tally.differences += not await _comes(seat, text)
            await seats[0].page.reload()
            await seats[0].page.locator(".cm-content").wait_for(timeout=_ALL_SAVED_MS)
            await seats[0].writer.sees_text(text, within=_ALL_SAVED_MS)
            tally.heap_anew_mb = await heap_mb(seats[0])
        await browser.close()
    tally.errors = len(tally.said)
    return tally


async def _sit(seats: list[Seat], end: float, tally: Tally, pace: float) -> None:
    """All of them at once, until `end` of the loop's clock."""
    async with asyncio.TaskGroup() as tasks:
        for seat in seats:
            tasks.create_task(_act(seat, end, tally, pace))


async def _act(seat: Seat, end: float, tally: Tally, pace: float) -> None:
    while asyncio.get_running_loop().time() < end:
        (act,) = seat.chance.choices([*ACTS], [*ACTS.values()])
        name = act.__name__
        try:
            done = tally.acts if await seat.do(act) else tally.missed
        except BrowserError as error:
            tally.said.append(f"{name}: {error}")
            continue
        done[name] = done.get(name, 0) + 1
        await asyncio.sleep(seat.chance.expovariate(_ACTS_A_SECOND * pace))


@asynccontextmanager
async def _seated(browser: Browser, site: Site, tally: Tally, seed: int) -> AsyncIterator[list[Seat]]:
    path = (await site.new_note("# Santé\n\nUne note à trois.\n"))["edit"].removeprefix(site.url)
    seats = []
    async with AsyncExitStack() as stack:
        for number, (name, options) in enumerate(_PEOPLE):
            wire = await stack.enter_async_context(wire_to(site.port))
            context = await browser.new_context(locale="fr-FR", **options)
            stack.push_async_callback(context.close)
            _listen(context, tally)
            page = await context.new_page()
            link = f"http://127.0.0.1:{wire.port}{path}"
            writer = Writer(page, name)
            await writer.open(link)
            seats.append(Seat(writer, wire, link, random.Random(seed * 10 + number)))
        yield seats


def _listen(context: BrowserContext, tally: Tally) -> None:
    """To every page of that browser; what it says, and where."""

    def hear(text: str, page: Page | None) -> None:
        if is_ours(text):
            tally.said.append(f"{page.url.rpartition('/')[2] if page else ''}: {text}")

    context.on("weberror", lambda error: hear(str(error.error), error.page))
    context.on("console", lambda said: hear(said.text, said.page))


async def _comes(seat: Seat, text: str) -> bool:
    """Whether this text is theirs as well; a line that was mended just now takes its time."""
    try:
        await seat.writer.sees_text(text, within=_ALL_SAVED_MS)
    except NeverCame:
        return False
    return True


async def heap_mb(seat: Seat) -> float:
    """Of the page as it is opened, without what may be turned on in it."""
    await seat.rest()
    devtools = await seat.page.context.new_cdp_session(seat.page)
    for _ in range(2):
        await devtools.send("HeapProfiler.collectGarbage")
    used = (await devtools.send("Runtime.getHeapUsage"))["usedSize"]
    await devtools.detach()
    return round(float(used) / 1e6, 1)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pace", type=float, default=1, help="acts so many times as fast")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tally = asyncio.run(run(options.minutes, Path(folder), seed=options.seed, pace=options.pace))
    print(json.dumps(vars(tally)))  # noqa: T201 - the result of this command


if __name__ == "__main__":
    main()
