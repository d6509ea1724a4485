"""A float that is not to be divided, in the smallest page that it does not fit."""

import os
from collections.abc import Iterator

import pytest

from export.paper.engine import FONT_SETTINGS

os.environ.update(FONT_SETTINGS)  # read when Pango is loaded

from weasyprint import HTML
from weasyprint.layout import block

from export.patches.boxes import page_boxes
from export.patches.whole_floats import keep_whole

PAGE = """<style>
@page {{ size: 200px 80px; margin: 0 }}
body, p {{ margin: 0; font: 10px/20px Source Code Pro }}
aside {{ float: right; width: 60px; break-inside: avoid }}
</style><p>one</p><p>two</p><p>three</p><aside>{float}</aside><p>four</p><p>five</p>"""


@pytest.fixture
def unpatched(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """WeasyPrint as its authors ship it, and again as it was behind the test."""
    lay = block.float_layout
    monkeypatch.setattr(block, "float_layout", getattr(lay, "__wrapped__", lay))
    yield
    monkeypatch.setattr(block, "float_layout", lay)


def pages(*lines: str) -> list[set[str]]:
    """The words of each page, of a note whose fourth line has a float of these lines beside it."""
    html = PAGE.format(float="".join(f"<div>{line}</div>" for line in lines))
    return [
        {box.text for box in page.descendants() if getattr(box, "text", "").strip()}
        for page in page_boxes(HTML(string=html).render())
    ]


@pytest.mark.usefixtures("unpatched")
def test_the_patch_is_still_needed() -> None:
    """Fails when WeasyPrint keeps such a float whole: then the patch goes."""
    assert pages("a", "b")[0] == {"one", "two", "three", "four", "a"}


@pytest.mark.usefixtures("unpatched")
def test_a_float_that_has_no_room_goes_whole_to_the_next_page() -> None:
    keep_whole()

    assert pages("a", "b") == [{"one", "two", "three"}, {"a", "b", "four", "five"}]
    assert pages("a") == [{"one", "two", "three", "four", "a"}, {"five"}]


@pytest.mark.usefixtures("unpatched")
def test_one_that_is_higher_than_a_page_is_divided_and_loses_nothing() -> None:
    keep_whole()

    assert set.union(*pages(*"abcde")) == {"one", "two", "three", "four", "five", *"abcde"}
