"""A booklet: folded and stapled it reads from page 1 to the last, on screen and for a screen reader too."""

import io
import re
import subprocess
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import page as validator
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.note.brief import Brief
from export.note.formats import Format
from export.paper.booklet import impose, saddle
from export.process.worker import Worker
from export.samples import sample
from tests.export.turned import ROWS, TURNED


@given(st.integers(1, 120))
def test_a_folded_stack_of_sheets_reads_in_order(pages: int) -> None:
    sides = saddle(pages)

    # Turned over on the short edge, the back's right half lies behind the front's left half.
    fronts, backs = sides[::2], sides[1::2]
    leaves = [(front[1], back[0]) for front, back in zip(fronts, backs, strict=True)]
    leaves += [(back[1], front[0]) for front, back in zip(fronts[::-1], backs[::-1], strict=True)]
    read = [number for leaf in leaves for number in leaf]
    assert read == list(range(len(read)))
    assert len(read) % 4 == 0
    assert pages <= len(read) < pages + 4


@pytest.fixture(scope="module")
def pocket(brief: Callable[..., Brief]) -> Brief:
    note = brief(sample("fr"), url="https://notes.example/e/abc")
    return replace(note, format=Format.POCKET, watermark="L. Benali", previous="# T\n\nAutre.")


@pytest.fixture(scope="module")
def booklet(worker: Worker, pocket: Brief) -> bytes:
    return worker.pdf(replace(pocket, booklet=True))


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_a_booklet_passes_every_rule(profile: str, booklet: bytes) -> None:
    report = validator.validate_pdf_bytes(booklet, profile=profile)

    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


def test_no_stream_of_a_booklet_ends_with_a_carriage_return(worker: Worker, pocket: Brief) -> None:
    """Readers of PDF/A count such a stream one byte too short; chance makes one in 256 of them."""
    with pikepdf.open(io.BytesIO(worker.pdf(pocket))) as file:
        for page in file.pages:
            content = page.Contents.read_bytes()
            while zlib.adler32(content) & 0xFF != ord("\r"):
                content += b"\n"
            page.Contents.write(content)
        out = io.BytesIO()
        file.save(out, compress_streams=False)

    assert b"\r\nendstream" not in impose(out.getvalue())


def test_two_pages_stand_on_each_side_of_a4(booklet: bytes, worker: Worker, pocket: Brief) -> None:
    with pikepdf.open(io.BytesIO(worker.pdf(pocket))) as file:
        many = len(file.pages)
    with pikepdf.open(io.BytesIO(booklet)) as file:
        assert file.check_pdf_syntax() == []
        assert len(file.pages) == -(-many // 4) * 2
        assert [round(float(side) / 72 * 25.4) for side in file.pages[0].mediabox[2:]] == [296, 210]
        assert file.Root.ViewerPreferences.Duplex == pikepdf.Name.DuplexFlipShortEdge
        assert file.Root.ViewerPreferences.DisplayDocTitle
        assert "note.md" in file.attachments
        assert str(file.Root.Lang) == "fr"


@pytest.mark.long
def test_a_screen_reader_hears_the_booklet_as_it_hears_the_pages(
    booklet: bytes, worker: Worker, pocket: Brief, tmp_path: Path
) -> None:
    def heard(pdf: bytes) -> str:
        (tmp_path / "heard.pdf").write_bytes(pdf)
        command = ["pdfinfo", "-struct-text", str(tmp_path / "heard.pdf")]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return re.sub(r"Object \d+ \d+", "Object", text)

    assert "Rouvrir vingt petites gares" in heard(booklet)
    assert heard(booklet) == heard(worker.pdf(pocket))


def test_bookmarks_and_links_lead_to_the_half_of_the_side_where_the_words_are(booklet: bytes) -> None:
    with pikepdf.open(io.BytesIO(booklet)) as file:
        sides = [side.obj.objgen for side in file.pages]
        with file.open_outline() as outline:
            (title,) = outline.root
            names = [chapter.title for chapter in title.children]
            ends: list[Any] = [mark.destination for mark in (title, *title.children)]
        # Page 1 is at right on the first side.
        assert ends[0][0].objgen == sides[0]
        assert float(ends[0][2]) > 419
        assert all(end[0].objgen in sides for end in ends)
        assert names[0] == "Le constat"
        (link,) = [note for side in file.pages for note in side.get("/Annots", ()) if "/A" in note]
        assert str(link.A.URI) == "https://example.org/gares"
        left, _, right, _ = (float(side) for side in link.Rect)
        assert 0 < left < right < 839


def test_a_page_on_its_side_is_turned_into_its_half_with_its_links(
    worker: Worker, brief: Callable[..., Brief], tmp_path: Path
) -> None:
    note = replace(brief(TURNED), format=Format.POCKET)
    with pikepdf.open(io.BytesIO(worker.pdf(note))) as file:
        sizes = [tuple(round(float(side)) for side in page.mediabox[2:]) for page in file.pages]
        assert sizes == [(420, 595), (595, 420), (420, 595)]
    printed = worker.pdf(replace(note, booklet=True))

    assert validator.validate_pdf_bytes(printed, profile="ua1").is_compliant
    with pikepdf.open(io.BytesIO(printed)) as file:
        (first, second) = file.pages
        assert "/Annots" not in first
        width, height = (float(side) for side in second.mediabox[2:])
        links = [[float(side) for side in link.Rect] for link in second.Annots]
    # The second page is at left, its head at the left edge: rows go to the right, and lines up.
    words = words_of(printed, tmp_path)
    assert len(links) == ROWS
    for row, (left, foot, right, head) in enumerate(links):
        x, y = words[f"Lens{row}"]
        assert left < x < right < width / 2
        assert foot < height - y < head < height / 4
    assert sorted(links) == links


def words_of(pdf: bytes, folder: Path) -> dict[str, tuple[float, float]]:
    """The middle of each word, from the left and from the head of its page, in points."""
    (folder / "words.pdf").write_bytes(pdf)
    run = subprocess.run(
        ["pdftotext", "-bbox", folder / "words.pdf", "-"], capture_output=True, text=True, check=True
    )
    found = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(\w+)<', run.stdout)
    return {
        word: ((float(left) + float(right)) / 2, (float(head) + float(foot)) / 2)
        for left, head, right, foot, word in found
    }


@pytest.mark.whole
def test_the_same_booklet_is_the_same_bytes(booklet: bytes, pocket: Brief) -> None:
    other = Worker()
    try:
        assert other.pdf(replace(pocket, booklet=True)) == booklet
    finally:
        other.close()
