"""The patch of CodeMirror in a browser, beside CodeMirror as its authors ship it."""

import subprocess

import pytest

from tests.journeys.conftest import OpenPage
from tests.journeys.site import ROOT
from tests.wire.node import NODE

BUNDLE = ROOT / "tests" / "web" / "node" / "bundle.mjs"
# Pixels; the heading is three times as high as the lines below it.
MOST_OF_A_PLAIN_LINE = 30
LEAST_OF_THE_HEADING = 40


@pytest.fixture(scope="module")
def bundle() -> str:
    command = [str(NODE), str(BUNDLE), str(ROOT / "web"), "patches/codemirror-measure.testing.ts"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


async def line_height(open_page: OpenPage, bundle: str, *, is_patched: bool) -> float:
    page = await open_page()
    await page.set_content("<!doctype html>")
    await page.add_script_tag(content=bundle)
    height: float = await page.evaluate("isPatched => page.lineHeight(isPatched)", is_patched)
    return height


async def test_the_patch_is_still_needed(open_page: OpenPage, bundle: str) -> None:
    """Fails when CodeMirror estimates lines by a plain one: then `codemirror-measure.ts` goes."""
    assert await line_height(open_page, bundle, is_patched=False) > LEAST_OF_THE_HEADING


async def test_lines_are_estimated_by_a_plain_one(open_page: OpenPage, bundle: str) -> None:
    assert await line_height(open_page, bundle, is_patched=True) < MOST_OF_A_PLAIN_LINE
