"""The pictures of docs/images that show screens, made again from the screens as they are.

python -m tests.tools.looks.docs [--only editor,home]
"""

import argparse
import asyncio
import io
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from PIL import Image
from playwright.async_api import Browser, async_playwright

from tests.journeys.conftest import CHROMIUM, OPTIONS
from tests.journeys.site import ROOT
from tests.tools.looks.screens import SCREENS
from tests.tools.looks.stage import Look, Sites, Stage, sites

IMAGES: Final = ROOT / "docs" / "images"
COLOURS: Final = 256
_COMMON: Final = 150
Colour: TypeAlias = tuple[int, int, int]
_DESK: Final = Look(width=1440, height=900, language="fr-FR")
_SMALL: Final = Look(width=1200, height=750, language="fr-FR")
_PHONE: Final = Look(width=390, language="fr-FR")


class Picture(NamedTuple):
    """What a picture shows: a screen by its name, how it is looked at, light or dark."""

    screen: str
    look: Look
    scheme: str = "light"


PICTURES: Final = {
    "editor-light": Picture("editor-together", _DESK),
    "editor-dark": Picture("editor-together", _DESK, "dark"),
    "editor-phone": Picture("editor-together", _PHONE),
    "comments": Picture("editor-comments", _SMALL),
    "history": Picture("dialog-history_compared", _SMALL),
    "home": Picture("page-home", _DESK),
    "home-dark": Picture("page-home", _DESK, "dark"),
    "home-phone": Picture("page-home", _PHONE),
    "pochette": Picture("page-folder", _DESK),
    "pochette-phone": Picture("page-folder_read", _PHONE),
    "print-desk": Picture("page-print_commented", _DESK),
    "print-phone": Picture("page-print_commented", _PHONE),
    "reader-desk": Picture("page-reader", _DESK),
    "reader-phone": Picture("page-reader", _PHONE),
    "reader-phone-dark": Picture("page-reader", _PHONE, "dark"),
    "share": Picture("dialog-share_made", _DESK),
    "share-phone": Picture("dialog-share_made", _PHONE),
}


async def make(only: Sequence[str]) -> None:
    """Write those pictures whose names hold one of these words, or all."""
    wanted = {name: one for name, one in PICTURES.items() if not only or any(word in name for word in only)}
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        async with sites(browser) as shown:
            for look in {one.look: None for one in wanted.values()}:
                of_look = {name: one for name, one in wanted.items() if one.look == look}
                await _make(browser, shown, look, of_look)
        await browser.close()


async def _make(browser: Browser, shown: Sites, look: Look, pictures: dict[str, Picture]) -> None:
    stage = Stage(look, browser, shown)
    await stage.set()
    for name, picture in pictures.items():
        before = set(browser.contexts)
        page = await SCREENS[picture.screen](stage)
        await page.emulate_media(color_scheme="dark" if picture.scheme == "dark" else "light")
        await page.evaluate("document.fonts.ready.then(() => {})")
        _write(IMAGES / f"{name}.png", await page.screenshot())
        await page.close()
        for context in set(browser.contexts) - before:
            await context.close()
    await stage.context.close()


def _write(path: Path, png: bytes) -> None:
    """With few colours, which an eye does not tell from all: the commonest as they are, then the rarest."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    points = _threes(picture.tobytes())
    colours = [colour for colour, _ in Counter(points).most_common()]
    rest = picture.quantize(COLOURS - _COMMON, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few = [*colours[:_COMMON], *_threes(rest.getpalette() or [])]
    nearest = {colour: min(range(len(few)), key=lambda at: _far(few[at], colour)) for colour in colours}
    drawn = Image.new("P", picture.size)
    drawn.putpalette([part for colour in few for part in colour])
    drawn.putdata([nearest[colour] for colour in points])
    drawn.save(path, optimize=True)


def _threes(parts: Sequence[int]) -> list[Colour]:
    values = iter(parts)
    return list(zip(values, values, values, strict=True))


def _far(one: Colour, other: Colour) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", type=lambda text: text.split(","), default=[])
    asyncio.run(make(parser.parse_args(arguments).only))
    return 0


if __name__ == "__main__":
    sys.exit(main())
