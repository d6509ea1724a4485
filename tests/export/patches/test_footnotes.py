"""A footnote and its call, in the smallest page on which WeasyPrint takes them apart."""

import os

import pytest

from export.paper.engine import FONT_SETTINGS

os.environ.update(FONT_SETTINGS)  # read when Pango is loaded

from weasyprint import HTML, document
from weasyprint.layout import LayoutContext, page

from export.patches.boxes import page_boxes
from export.patches.footnotes import keep_with_calls

# The first two lines of the second paragraph fit on the page; with the note, only the first one does.
PAGE = """<style>
@page { size: 200px 100px; margin: 0; @footnote { margin: 0 } }
p { margin: 0; font: 10px/20px Source Code Pro; orphans: 2; widows: 2 }
span { float: footnote; footnote-policy: line }
</style><p>a<br>b</p><p>call<span>note</span><br>two<br>three<br>four</p>"""
LONG = """<style>
@page { size: 200px 200px; margin: 0; @footnote { margin: 0 } }
p, span { font: 10px/20px Source Code Pro; margin: 0; orphans: 2; widows: 2 }
span { float: footnote; footnote-policy: line }
</style><p>a<br>b<br>call<span>one<br>two<br>three<br>four<br>five<br>six<br>seven<br>eight</span><br>d<br>e</p>"""


@pytest.fixture(autouse=True)
def unpatched(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint as its authors ship it, and again as it was behind the test."""
    monkeypatch.setattr(document, "LayoutContext", LayoutContext)
    monkeypatch.setattr(page, "remake_page", getattr(page.remake_page, "make", page.remake_page))


def pages_of(*words: str, page: str = PAGE) -> list[int]:
    pages = page_boxes(HTML(string=page).render())
    return [
        next(
            number
            for number, sheet in enumerate(pages, 1)
            if any(getattr(box, "text", "") == word for box in sheet.descendants())
        )
        for word in words
    ]


def test_the_patch_is_still_needed() -> None:
    """Fails when WeasyPrint keeps the note with its call: then the patch goes."""
    assert pages_of("call", "note") == [1, 2]


def test_a_note_stays_on_the_page_of_its_call() -> None:
    keep_with_calls()

    assert len(set(pages_of("call", "note"))) == 1


def test_a_version_that_was_not_read_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("export.patches.READ_AGAINST", {"weasyprint": ("0.",)})

    keep_with_calls()

    assert document.LayoutContext is LayoutContext
    assert pages_of("call", "note") == [1, 2]


def test_a_long_note_takes_its_call_to_the_next_page_without_the_patch() -> None:
    """Fails when WeasyPrint divides notes: then the patch goes."""
    assert pages_of("call", "one", "eight", page=LONG) == [2, 2, 2]


def test_a_long_note_begins_with_its_call_and_goes_on_at_the_next_foot() -> None:
    keep_with_calls()

    assert pages_of("b", "call", "one", "six", "seven", "eight", page=LONG) == [1, 1, 1, 1, 2, 2]
