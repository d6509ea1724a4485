"""Pages in Chromium at a fail-over that loses rows: what each says, and after how many seconds.

python -m tests.tools.nodes.browsers [PLOT...] [--runs 5] [--pictures DIR]
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Final

from tests.journeys.writer import Writer
from tests.tools.nodes.cluster import Standby, cluster
from tests.tools.nodes.judge import Record
from tests.tools.nodes.lossy import go_over, hold_back, lose_primary, renew_epochs
from tests.tools.nodes.play import Play, Plot, made_note, play_on
from tests.tools.nodes.postgres_database import PostgresDatabase

_PATIENCE_S: Final = 60
_LOOK_S: Final = 0.05
# Nothing more is said afterwards: by a page that is stopped, by one that goes on.
_OVER_S: Final = 3.0
_GOES_ON_S: Final = 8.0
_SAYS: Final = """() => {
  const state = document.querySelector('#state')
  const banner = document.querySelector('#banner')
  const label = [...state.querySelectorAll('[data-label]')].find(one => one.checkVisibility())
  return {
    state: state.dataset.state,
    label: label ? label.textContent.trim() : '',
    banner: banner.hidden ? '' : [...banner.querySelectorAll('b, .long, .short')]
      .filter(one => one.checkVisibility()).map(one => one.textContent).join(' '),
    is_over: document.body.classList.contains('stopped'),
    lost: [...document.querySelectorAll('.pend')].map(one => one.textContent),
  }
}"""


@dataclass
class Screen:
    """What a page came to: `after_s` is since the nodes found the new primary; `is_over`: it has stopped."""

    after_s: float = 0.0
    is_over: bool = False
    state: str = ""
    label: str = ""
    banner: str = ""
    lost: list[str] = field(default_factory=list)
    text: str = ""


@dataclass
class Outcome:
    """`there`: the text of the new primary at first, and at the end; `read`: then on a reader's page.

    `authors`: passages and their names.
    """

    plot: Plot
    before: str = ""
    there: list[str] = field(default_factory=list)
    screens: dict[str, Screen] = field(default_factory=dict)
    read: str = ""
    authors: list[tuple[str, str]] = field(default_factory=list)


async def run(plot: Plot, folder: Path, pictures: Path | None = None) -> Outcome:
    """One fail-over. Raises TimeoutError."""
    outcome = Outcome(plot)
    several = cluster(folder, nodes=2, standby=Standby.ASYNCHRONOUS, has_small_disk=False)
    async with several as (nodes, database):
        note, links = await made_note(nodes[0].url)
        async with play_on([node.url for node in nodes], links) as play:
            await play.begin(plot)
            await hold_back(database)
            await play.go_on(plot)
            outcome.before = await play.claire.text()
            await lose_primary(database)
            outcome.there.append(_text(database, note))
            if plot is Plot.RENEWED:
                await renew_epochs(database, nodes)
            else:
                go_over(database, nodes)
            began = time.monotonic()
            screens = [_until_it_says(one, began) for one in play.cast.values()]
            outcome.screens = dict(zip(play.cast, await asyncio.gather(*screens), strict=True))
            if pictures is not None:
                await _draw(play, pictures, plot)
            outcome.there.append(_text(database, note))
            await play.reader.reload()
            outcome.read = await play.reader.locator("#text").inner_text()
            await play.claire.page.reload()
            await play.claire.page.locator(".cm-content").wait_for()
            await play.claire.sees_text(outcome.there[-1])
            outcome.authors = await _authors(play.claire)
    return outcome


async def _until_it_says(one: Writer, began: float) -> Screen:
    """Wait until the page goes on, or says for good what it is that it lost."""
    is_quiet = 0
    screen = Screen()
    while time.monotonic() - began < _PATIENCE_S:
        says = await one.page.evaluate(_SAYS)
        now = Screen(
            state=says["state"],
            label=says["label"],
            banner=says["banner"],
            lost=says["lost"],
            is_over=says["is_over"],
        )
        if now != replace(screen, after_s=0.0):
            screen, is_quiet = now, 0
            screen.after_s = round(time.monotonic() - began, 1)
        is_quiet += 1
        rest_s = _OVER_S if now.is_over else _GOES_ON_S
        if (now.is_over or now.state == "saved") and is_quiet * _LOOK_S > rest_s:
            break
        await asyncio.sleep(_LOOK_S)
    screen.text = await one.text()
    return screen


async def _draw(play: Play, folder: Path, plot: Plot) -> None:
    for scheme in ("light", "dark"):
        for name, one in play.cast.items():
            await one.page.emulate_media(color_scheme=scheme)
            await one.page.screenshot(path=folder / f"{plot}-{name}-{scheme}.png")


async def _authors(one: Writer) -> list[tuple[str, str]]:
    await one.page.locator("[data-run=authors]").first.evaluate("button => button.click()")
    await one.page.locator("#editor .by").first.wait_for()
    pairs: list[tuple[str, str]] = await one.page.locator("#editor .by").evaluate_all(
        "all => all.map(one => [one.textContent, one.title])"
    )
    return [(passage, name) for passage, name in pairs]


def _text(database: PostgresDatabase, note: str) -> str:
    record = Record()
    record.read(database.rows(note))
    return record.text()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "plots", nargs="*", type=Plot, default=list(Plot), metavar="PLOT", help=", ".join(Plot)
    )
    parser.add_argument("--runs", type=int, default=5, help="of each plot")
    parser.add_argument("--pictures", type=Path, help="a folder for pictures of the first run of each")
    options = parser.parse_args()
    if options.pictures:
        options.pictures.mkdir(parents=True, exist_ok=True)
    for plot in options.plots:
        for number in range(options.runs):
            with tempfile.TemporaryDirectory() as folder:
                pictures = None if number else options.pictures
                outcome = asyncio.run(run(plot, Path(folder), pictures))
            sys.stdout.write(json.dumps(asdict(outcome), ensure_ascii=False) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
