"""Long footnotes begin on the page of their call, go on at the foot of the next one, and stay one note."""

import itertools
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import page as validator
import pytest

from export.note.brief import Brief
from export.note.formats import Format, TextSize
from export.paper.engine import FONT_SETTINGS, PrintEngine
from export.paper.page import page
from export.patches.boxes import page_boxes
from export.process.worker import Worker
from tests.export import sheets
from tests.export.structure import read

LINE = "Une phrase de texte qui coule sur une ligne entière ou presque, mais pas plus loin.\n\n"
PARAGRAPH = "Le texte qui suit la note et qui remplit les pages, phrase après phrase. " * 6
WORDS = " ".join(f"mot{number:03}" for number in range(150))
MOST_WHITE = 3.0


def note_of(lines: int, words: str = WORDS) -> str:
    """With a call so many lines below the head."""
    return f"# T\n\n{LINE * lines}{PARAGRAPH} Appel[^1]. {PARAGRAPH}\n\n{LINE * 12}\n\n[^1]: {words}.\n"


@pytest.fixture(scope="module")
def lay(brief: Callable[..., Brief]) -> Iterator[Callable[..., Any]]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in FONT_SETTINGS.items():
            patch.setenv(name, value)
        press = PrintEngine()
        yield lambda text, **how: press.laid_out(page(replace(brief(text), **how)))


def test_a_long_note_leaves_no_page_white_and_no_line_of_it_alone(lay: Callable[..., Any]) -> None:
    """Wherever its call comes to stand."""
    cut = 0
    for lines in range(8, 15):
        document = lay(note_of(lines))

        parts = [part for part in map(note_lines, page_boxes(document)) if part]
        assert all(len(part) >= 2 for part in parts)
        assert re.findall(r"mot\d+", " ".join(itertools.chain(*parts))) == WORDS.split()
        assert all(called == answered for called, answered in sheets.footnotes(document))
        assert sheets.lonely_lines(document) == []
        first, *_ = page_boxes(document)
        assert white_lines(first) < MOST_WHITE
        cut += len(parts) == 2
    assert cut >= 4


def test_what_is_left_of_a_note_leaves_a_third_of_its_page_to_the_text(lay: Callable[..., Any]) -> None:
    words = " ".join(f"mot{number:03}" for number in range(200))

    document = lay(note_of(1, words), format=Format.LARGE, text_size=TextSize.LARGER)

    parts = [part for part in map(note_lines, page_boxes(document)) if part]
    assert len(parts) == 3
    assert re.findall(r"mot\d+", " ".join(itertools.chain(*parts))) == words.split()
    assert sheets.outside(document) == []


@pytest.mark.first(1)
@pytest.mark.parametrize("shape", Format)
def test_a_note_on_two_pages_is_one_lawful_element_and_copied_in_its_order(
    shape: Format, brief: Callable[..., Brief], worker: Worker, tmp_path: Path
) -> None:
    words = " ".join(f"mot{number:03}" for number in range(200))
    pdf = worker.pdf(replace(brief(note_of(10 if shape is Format.NOTE else 8, words)), format=shape))

    (note,) = read(pdf).root.all("Note")
    assert note.about["id"] == "note-1"
    assert re.findall(r"mot\d+", note.words) == words.split()
    assert read(pdf).lost == []
    for profile in ("ua1", "3a"):
        assert validator.validate_pdf_bytes(pdf, profile=profile).failures == []
    (tmp_path / "note.pdf").write_bytes(pdf)
    run = subprocess.run(
        ["pdftotext", tmp_path / "note.pdf", "-"], capture_output=True, text=True, check=True
    )
    copied = [re.findall(r"mot\d+", sheet) for sheet in run.stdout.split("\f")]
    assert len([sheet for sheet in copied if sheet]) >= 2
    assert list(itertools.chain(*copied)) == words.split()


def note_lines(sheet: Any) -> list[str]:
    """The lines of notes at the foot of a page."""
    feet = [child for child in sheet.children if type(child).__name__ == "FootnoteAreaBox"]
    return [
        "".join(getattr(one, "text", "") for one in box.descendants())
        for foot in feet
        for box in foot.descendants()
        if type(box).__name__ == "LineBox"
    ]


def white_lines(sheet: Any) -> float:
    """Lines of text that would have room above the notes of a page."""
    text, foot, *_ = sheet.children
    lines = [box for box in text.descendants() if type(box).__name__ == "LineBox"]
    return float((foot.position_y - max(box.position_y + box.height for box in lines)) / lines[-1].height)
