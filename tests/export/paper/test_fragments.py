"""A box ends where what is in it ends: all of it where it is whole, and under the last thing on each page."""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image

from export.note.brief import Brief
from export.note.formats import Format
from export.paper import fragments
from export.paper.engine import FONT_SETTINGS, PrintEngine
from export.paper.page import page
from export.patches.boxes import page_boxes

LINE = "Une phrase de texte qui coule sur une ligne entière ou presque, mais pas plus loin.\n\n"
CHART = "```graphique Les gares\n" + "".join(f"Gare {n};{n}\n" for n in range(1, 16)) + "```\n\n"
ID = "abcdefgh"
LAST = {
    "words": LINE,
    "list": "- un\n- deux\n",
    "table": "| a | b |\n|---|---|\n| c | d |\n",
    "code": "```\nun\ndeux\n```\n",
    "chart": CHART,
    "picture": f"![](image/{ID})\n",
}
WHOLE = {"LineBox", "TableCellBox"}
Lay = Callable[[str, Format], Any]


@pytest.fixture(scope="module")
def lay(brief: Callable[..., Brief]) -> Iterator[Lay]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in FONT_SETTINGS.items():
            patch.setenv(name, value)
        press = PrintEngine()

        def laid_out(text: str, shape: Format) -> Any:
            return press.laid_out(
                page(replace(brief(f"# T\n\n{text}"), format=shape, images={ID: _picture()}))
            )

        yield laid_out


def _picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (300, 200), "navy").save(drawn, "PNG")
    return drawn.getvalue()


def _boxes(document: Any) -> list[Any]:
    return [
        box
        for sheet in page_boxes(document)
        for box in sheet.descendants()
        if hasattr(box, "children") and box.element is not None and fragments.is_box(box)
    ]


def _lowest(box: Any) -> float:
    """Where the last line, cell or picture in it ends."""
    return max(
        float(one.border_box_y() + one.border_height())
        for one in box.descendants()
        if type(one).__name__ in WHOLE or "Replaced" in type(one).__name__
    )


def _bottom(box: Any) -> float:
    return float(box.content_box_y() + box.height)


@pytest.mark.parametrize("last", LAST)
def test_a_box_on_one_page_holds_its_last_thing(last: str, lay: Lay) -> None:
    document = lay(f"::: retenir\n{LINE}{LAST[last]}\n:::\n\n{LINE * 40}", Format.NOTE)
    (box,) = _boxes(document)
    laid = box.height

    fragments.trim(document)

    assert box.height == laid, "nothing stretched it"
    assert _bottom(box) >= _lowest(box) - 0.01


@pytest.mark.parametrize("last", LAST)
def test_a_box_that_goes_on_ends_under_the_last_thing_on_the_page(last: str, lay: Lay) -> None:
    document = lay(f"::: retenir\n{LINE * 14}{LAST[last]}\n{CHART}{LINE * 9}:::\n\n{LINE}", Format.LARGE)
    *broken, end = _boxes(document)
    laid, of_end = [box.height for box in broken], end.height

    fragments.trim(document)

    assert len(broken) >= 2
    assert any(box.height < before - 20 for box, before in zip(broken, laid, strict=True)), (
        "none was stretched"
    )
    assert end.height == of_end
    for box in broken:
        # A code whose last line stands on the page has its own foot below it.
        assert -0.01 <= _bottom(box) - _lowest(box) < 10
