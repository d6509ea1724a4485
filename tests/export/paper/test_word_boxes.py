"""Word boxes: each word of a print has its box, and the lines of the Markdown that it is of."""

import re
import subprocess
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.note.brief import Brief
from export.note.formats import Format
from export.paper.word_boxes import Word, WordBoxes
from export.process.worker import Worker
from tests.export.paper.everything import EVERYTHING

_POPPLER = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
NARROW = 3.0
# Lines that no page shows.
HIDDEN: set[int] = set()


def seen(pdf: bytes, folder: Path) -> list[list[tuple[float, float, float, float, str]]]:
    """The words of each page as poppler finds them in the PDF: left, top, right, foot, letters."""
    (folder / "read.pdf").write_bytes(pdf)
    run = subprocess.run(["pdftotext", "-bbox", folder / "read.pdf", "-"], capture_output=True, check=True)
    # The title of the file is in another encoding there.
    pages = run.stdout.decode(errors="replace").split("<page ")[1:]
    return [[(*map(float, found[:4]), found[4]) for found in _POPPLER.findall(page)] for page in pages]


def located(worker: Worker, brief: Brief) -> tuple[WordBoxes, bytes]:
    _, words, pdf = worker.located_pdf(brief)
    return WordBoxes.from_bytes(words), pdf


@pytest.mark.first(1)
@pytest.mark.parametrize("shape", Format)
def test_a_box_is_where_the_word_is_drawn(
    worker: Worker, brief: Callable[..., Brief], tmp_path: Path, shape: Format
) -> None:
    boxes, pdf = located(worker, replace(brief(EVERYTHING), format=shape))
    away = []
    for words, there in zip(boxes.pages, seen(pdf, tmp_path), strict=True):
        for word in words:
            left, middle = word.left / 10, (word.top + word.height / 2) / 10
            near = [abs(one[0] - left) for one in there if one[1] - 2 < middle < one[3] + 2]
            away.append(min(near))
    away.sort()
    assert len(away) > 100
    assert away[len(away) // 2] < 0.5, "points"
    assert away[len(away) * 9 // 10] < 3


def test_the_lines_of_a_word_hold_it(worker: Worker, brief: Callable[..., Brief], tmp_path: Path) -> None:
    """Tables, boxes, lists, answers, charts, code and footnotes, wherever they come to stand."""
    note = brief(EVERYTHING)
    boxes, pdf = located(worker, note)
    lines = note.body.split("\n")
    of_page: list[set[int]] = [set() for _ in boxes.pages]
    for number, (words, there) in enumerate(zip(boxes.pages, seen(pdf, tmp_path), strict=True)):
        for word in words:
            of_page[number].update(range(word.start, word.end))
            here = [
                one[4]
                for one in there
                if abs(one[0] - word.left / 10) < NARROW
                and one[1] - 2 < (word.top + word.height / 2) / 10 < one[3] + 2
            ]
            said = "\n".join(lines[word.start : word.end])
            letters = [re.findall(r"[a-zà-ÿ]{4,}", text) for text in here]
            assert not letters or any(all(part in said for part in parts) for parts in letters), (here, said)
    shown = set.union(*of_page)
    assert {number for number, line in enumerate(lines) if re.search(r"[a-z]{6}", line)} - shown == HIDDEN


def test_a_block_over_two_pages_is_on_both(worker: Worker, brief: Callable[..., Brief]) -> None:
    boxes, _ = located(worker, brief("# Eau\n\n## Un\n\n" + "Un mot après l’autre. " * 700 + "\n\nLa fin.\n"))
    assert len(boxes.pages) > 2
    assert all((2, 3) in boxes.blocks_on(number) for number in range(1, len(boxes.pages)))
    assert boxes.blocks_on(len(boxes.pages))[-1] == (4, 5)
    assert boxes.lines == 5


_PLACES = st.integers(0, 9_000)
_WORDS = st.builds(
    lambda at, long, *box: Word(at, at + long, *box), _PLACES, st.integers(0, 400), *[_PLACES] * 4
)


@given(st.lists(st.lists(_WORDS), max_size=5), st.integers(0, 300_000))
def test_boxes_are_read_as_they_were_kept(pages: list[list[Word]], lines: int) -> None:
    boxes = WordBoxes(pages=tuple(map(tuple, pages)), lines=lines)
    assert WordBoxes.from_bytes(boxes.to_bytes()) == boxes


def test_boxes_of_a_later_form_are_refused() -> None:
    raw = WordBoxes(pages=(), lines=1).to_bytes()
    with pytest.raises(ValueError, match="version 1 of word boxes, got 2"):
        WordBoxes.from_bytes(zlib.compress(b"\x02" + zlib.decompress(raw)[1:]))
