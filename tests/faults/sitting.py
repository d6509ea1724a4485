"""Three people at one note for an hour, at desks and on a telephone, on lines that break.

python -m tests.faults.sitting --minutes 60
"""

import argparse
import asyncio
import json
import random
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Browser, async_playwright

from tests.journeys.conftest import CHROMIUM, OPTIONS, is_ours
from tests.journeys.looks import PHONE
from tests.journeys.site import Site, running
from tests.journeys.wire import Wire, wire_to
from tests.journeys.writer import SAVED, VIEW, Writer

_PEOPLE: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("Claire", {"viewport": {"width": 1280, "height": 800}}),
    ("Karim", {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"}),
    ("Inès", PHONE),
)
_WORDS: Final = ("santé", "hôpital", "budget", "😀", "médecin", "réforme", "«", "1 200", "été", "ville")
_LONGEST: Final = 12_000
# When the memory of a page that was never reloaded is looked at for the first time.
_EARLY: Final = 1 / 6
_ALL_SAVED_MS: Final = 60_000


@dataclass
class Tally:
    """What a sitting has seen. Heaps in MB, after a collection; from `differences` on all must stay 0."""

    minutes: float
    acts: dict[str, int] = field(default_factory=dict)
    heap_early_mb: float = 0.0
    heap_late_mb: float = 0.0
    heap_grown: float = 0.0
    differences: int = 0
    errors: int = 0
    said: list[str] = field(default_factory=list)


@dataclass
class _Seat:
    """Somebody with a browser and a line of their own."""

    writer: Writer
    wire: Wire
    link: str
    chance: random.Random

    async def act(self) -> str:
        """Do one thing; what it was."""
        does = self.chance.choices(
            (self.type, self.delete, self.bold, self.undo, self.comment, self.look, self.print, self.line),
            (50, 18, 6, 8, 3, 4, 1, 8),
        )[0]
        await does()
        return does.__name__

    async def type(self) -> None:
        await self._put_caret()
        words = " ".join(self.chance.choices(_WORDS, k=self.chance.randint(1, 8)))
        await self.writer.type(" " + words + self.chance.choice(("", "", ".\n\n", "\n- ")))

    async def delete(self) -> None:
        """More where the note is long, so that it stays one that people read."""
        most = 40 if len(await self.writer.text()) < _LONGEST else 900
        await self.writer.page.evaluate(
            f"""([at, most]) => {{
              const view = {VIEW}
              const from = Math.floor(at * view.state.doc.length)
              const to = Math.min(view.state.doc.length, from + most)
              view.dispatch({{ changes: {{ from, to }}, userEvent: 'delete.selection' }})
            }}""",
            [self.chance.random(), self.chance.randint(1, most)],
        )

    async def bold(self) -> None:
        await self._put_caret(self.chance.randint(1, 12))
        await self.writer.page.keyboard.press("Control+b")

    async def undo(self) -> None:
        for _ in range(self.chance.randint(1, 4)):
            await self.writer.page.keyboard.press(self.chance.choice(("Control+z", "Control+z", "Control+y")))

    async def comment(self) -> None:
        await self.writer.page.evaluate(
            """async text => {
              const [method, headers] = ['POST', { 'Content-Type': 'application/json' }]
              const body = JSON.stringify({ text })
              await fetch(`${location.pathname}/comments`, { method, headers, body }).catch(() => {})
            }""",
            self.chance.choice(_WORDS),
        )

    async def look(self) -> None:
        """Into what opens over the text, and out again."""
        page = self.writer.page
        await page.keyboard.press(self.chance.choice(("Control+f", "Control+/")))
        await asyncio.sleep(0.2)
        await page.keyboard.press("Escape")

    async def print(self) -> None:
        await self.writer.page.evaluate(
            "() => fetch(`${location.pathname}/note.pdf`).then(pdf => pdf.blob()).catch(() => {})"
        )

    async def line(self) -> None:
        """It breaks, or says nothing more, for some seconds."""
        (self.wire.cut if self.chance.random() < 0.5 else self.wire.hold)()
        await asyncio.sleep(self.chance.uniform(0.1, 6))
        self.mend()

    def mend(self) -> None:
        self.wire.mend()
        self.wire.release()

    async def _put_caret(self, wide: int = 0) -> None:
        await self.writer.page.evaluate(
            f"""([at, wide]) => {{
              const view = {VIEW}
              const anchor = Math.floor(at * view.state.doc.length)
              const head = Math.min(view.state.doc.length, anchor + wide)
              view.dispatch({{ selection: {{ anchor, head }}, scrollIntoView: true }})
              view.focus()
            }}""",
            [self.chance.random(), wide],
        )


async def run(minutes: float, folder: Path, *, seed: int) -> Tally:
    """Let them sit; then all lines are whole, and all texts are to be one."""
    tally = Tally(minutes=minutes)
    async with running(folder / "data") as site, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        async with _seated(browser, site, tally, seed) as seats:
            end = asyncio.get_running_loop().time() + minutes * 60
            sitting = [asyncio.create_task(_sit(seat, end, tally)) for seat in seats]
            await asyncio.sleep(minutes * 60 * _EARLY)
            tally.heap_early_mb = await _heap_mb(seats[0])
            await asyncio.gather(*sitting)
            for seat in seats:
                seat.mend()
                await seat.writer.page.evaluate("dispatchEvent(new Event('online'))")
            for seat in seats:
                await seat.writer.sees_state(SAVED, within=_ALL_SAVED_MS)
            tally.heap_late_mb = await _heap_mb(seats[0])
            tally.heap_grown = round(tally.heap_late_mb / tally.heap_early_mb, 2)
            text = await site.markdown(seats[0].link)
            tally.differences = sum([await seat.writer.text() != text for seat in seats])
        await browser.close()
    tally.errors = len(tally.said)
    return tally


async def _sit(seat: _Seat, end: float, tally: Tally) -> None:
    while asyncio.get_running_loop().time() < end:
        does = await seat.act()
        tally.acts[does] = tally.acts.get(does, 0) + 1
        await asyncio.sleep(seat.chance.expovariate(2))


@asynccontextmanager
async def _seated(browser: Browser, site: Site, tally: Tally, seed: int) -> AsyncIterator[list[_Seat]]:
    path = (await site.new_note("# Santé\n\nUne note à trois.\n"))["edit"].removeprefix(site.url)
    seats = []
    async with AsyncExitStack() as stack:
        for number, (name, options) in enumerate(_PEOPLE):
            wire = await stack.enter_async_context(wire_to(site.port))
            context = await browser.new_context(locale="fr-FR", **options)
            stack.push_async_callback(context.close)
            page = await context.new_page()
            page.on("pageerror", lambda error: tally.said.append(str(error)))
            page.on("console", lambda said: tally.said.append(said.text) if is_ours(said.text) else None)
            link = f"http://127.0.0.1:{wire.port}{path}"
            writer = Writer(page, name)
            await writer.open(link)
            seats.append(_Seat(writer, wire, link, random.Random(seed * 10 + number)))
        yield seats


async def _heap_mb(seat: _Seat) -> float:
    devtools = await seat.writer.page.context.new_cdp_session(seat.writer.page)
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
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tally = asyncio.run(run(options.minutes, Path(folder), seed=options.seed))
    print(json.dumps(vars(tally)))  # noqa: T201 - the result of this command


if __name__ == "__main__":
    main()
