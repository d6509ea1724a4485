"""Hyphens in the smallest pages on which WeasyPrint sets one too many."""

import os
from collections.abc import Iterator
from typing import Any

import pyphen
import pytest

from export.paper.engine import FONT_SETTINGS

os.environ.update(FONT_SETTINGS)  # read when Pango is loaded

from weasyprint import HTML
from weasyprint.layout import inline
from weasyprint.text import line_break

from export.patches.boxes import page_boxes
from export.patches.hyphens import WHOLE, set_well

TEXT = "les gouvernements organisations " * 5


@pytest.fixture
def unpatched(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint as its authors ship it, and again as it was behind the test."""
    next_line = inline.get_next_linebox
    monkeypatch.setattr(inline, "get_next_linebox", getattr(next_line, "next_line", next_line))
    monkeypatch.setattr(line_break, "pyphen", pyphen)


@pytest.fixture
def patched(unpatched: None) -> None:
    set_well()


def lines(text: str, *, width: int = 114, height: int = 400) -> list[list[str]]:
    """The lines of each page."""
    style = (
        f"@page {{ size: {width}px {height}px; margin: 0 }}"
        "p { margin: 0; font: 10px/20px Source Code Pro; hyphens: auto; orphans: 1; widows: 1 }"
    )
    document = HTML(string=f'<style>{style}</style><p lang="fr">{text}').render()
    return [
        ["".join(_texts(box)).strip() for box in page.descendants() if type(box).__name__ == "LineBox"]
        for page in page_boxes(document)
    ]


def _texts(line: Any) -> Iterator[str]:
    return (box.text for box in line.descendants() if type(box).__name__ == "TextBox")


def most_in_a_row(said: list[str]) -> int:
    rows = "".join("-" if line.endswith("‐") else " " for line in said)
    return max(map(len, rows.split()))


def feet(pages: list[list[str]]) -> list[str]:
    return [page[-1][-1] for page in pages[:-1]]


@pytest.mark.usefixtures("unpatched")
def test_the_patch_is_still_needed() -> None:
    """Fails when WeasyPrint knows hyphenate-limit-lines and -last, and whole words: then the patch goes."""
    assert most_in_a_row(lines(TEXT)[0]) == 4
    assert "‐" in feet(lines(TEXT, height=60))
    assert lines(f"les gouvernements{WHOLE}") == [["les gouverne‐", f"ments{WHOLE}"]]


@pytest.mark.usefixtures("patched")
def test_two_lines_in_a_row_at_most_end_with_a_hyphen() -> None:
    assert most_in_a_row(lines(TEXT)[0]) == 2
    assert "".join(lines(TEXT)[0]).replace("‐", "").replace(" ", "") == TEXT.replace(" ", "")


@pytest.mark.usefixtures("patched")
@pytest.mark.parametrize("height", [60, 80, 100])
def test_no_page_ends_with_a_hyphen(height: int) -> None:
    assert "‐" not in feet(lines(TEXT, height=height))


@pytest.mark.usefixtures("patched")
@pytest.mark.parametrize("word", [f"gouvernements{WHOLE}", f"l’organisation{WHOLE}."])
def test_no_marked_word_is_divided(word: str) -> None:
    assert lines(f"les {word}") == [["les", word]]


@pytest.mark.usefixtures("patched")
def test_a_word_that_is_longer_than_its_line_is_divided() -> None:
    said = lines("gouvernements " * 9, width=60)[0]

    assert said[:4] == ["gouver‐", "nements"] * 2


@pytest.mark.usefixtures("unpatched")
def test_a_version_that_was_not_read_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("export.patches.READ_AGAINST", {"weasyprint": ("0.",)})

    set_well()

    assert most_in_a_row(lines(TEXT)[0]) == 4
