"""The dots between a heading and its page, in a PDF and in what a reader sees."""

import os
from collections.abc import Iterator

import pytest

from export.paper.engine import FONT_SETTINGS

os.environ.update(FONT_SETTINGS)  # read when Pango is loaded

import pypdfium2
from PIL import Image, ImageChops
from weasyprint import HTML
from weasyprint.layout import inline
from weasyprint.layout.leader import handle_leader

from export.patches.boxes import page_boxes
from export.patches.leaders import join_signs

PAGE = """<style>
@page { size: 400px 120px; margin: 10px }
p { margin: 0; font: 12px/20px "Source Sans 3" }
p::after { content: leader(dotted) " 12" }
</style><p dir=DIR>Le constat<p dir=DIR>Un titre plus long"""
DIRECTIONS = ("ltr", "rtl")
# Of 255, the most that the edge of a sign changes where it moves by so much, in four pixels for one.
_A_TENTH = 102


@pytest.fixture
def _as_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint as its authors ship it, and again as it was behind the test."""
    monkeypatch.setattr(inline, "handle_leader", handle_leader)


@pytest.mark.usefixtures("_as_shipped")
@pytest.mark.parametrize("direction", DIRECTIONS)
def test_they_are_drawn_at_the_same_places(direction: str) -> None:
    """To less than a tenth of a pixel: a text of many signs rounds the width of each."""
    before = list(_pictures(direction))

    join_signs()

    for old, new in zip(before, _pictures(direction), strict=True):
        assert old.convert("L").getextrema() == (0, 255)
        assert max(ImageChops.difference(old, new).tobytes()) < _A_TENTH


@pytest.mark.usefixtures("_as_shipped")
def test_a_line_has_one_text_of_dots() -> None:
    join_signs()

    texts = [text for text in _texts("ltr") if "." in text]

    assert len(texts) == 2
    assert all(len(text) > 50 for text in texts)


@pytest.mark.usefixtures("_as_shipped")
def test_the_patch_is_still_needed() -> None:
    """Fails when WeasyPrint makes one text of the dots of a line."""
    assert sum("." in text for text in _texts("ltr")) > 50


@pytest.mark.usefixtures("_as_shipped")
def test_another_version_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("export.patches.READ_AGAINST", {"weasyprint": ("0.0.",)})

    join_signs()

    assert inline.handle_leader is handle_leader


def _texts(direction: str) -> list[str]:
    (page,) = page_boxes(HTML(string=PAGE.replace("DIR", direction)).render())
    return [box.text for box in page.descendants() if type(box).__name__ == "TextBox"]


def _pictures(direction: str) -> Iterator[Image.Image]:
    document = pypdfium2.PdfDocument(HTML(string=PAGE.replace("DIR", direction)).write_pdf())
    yield from (page.render(scale=4).to_pil() for page in document)
