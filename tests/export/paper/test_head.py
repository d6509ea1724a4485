"""The first pages of a long note are those of the whole, but for the numbers that nobody knows yet."""

import re
from collections.abc import Callable
from dataclasses import replace

import pypdfium2
import pytest
from PIL import Image, ImageChops

from export.note.brief import Brief
from export.note.formats import Format, TextSize
from export.paper import head
from export.process.worker import Worker
from tests.export.anything import Author

Read = Callable[[bytes], list[str]]

_BLOCKS = {Format.NOTE: 58, Format.LARGE: 32, Format.POCKET: 46}
# Points. The foot of a sheet, where the number of all pages stands.
_FOOT = 80


@pytest.mark.whole
@pytest.mark.parametrize("shape", Format)
def test_they_are_the_same_pictures(shape: Format, worker: Worker, brief: Callable[..., Brief]) -> None:
    _compare(worker, replace(brief(Author(15).note(_BLOCKS[shape])), format=shape, has_contents=False))


@pytest.mark.long
@pytest.mark.parametrize("shape", Format)
@pytest.mark.parametrize("seed", range(16, 32))
def test_they_are_so_in_any_note(
    seed: int, shape: Format, worker: Worker, brief: Callable[..., Brief]
) -> None:
    note = replace(brief(Author(seed).note(_BLOCKS[shape])), format=shape, has_contents=False)
    for other in ({}, {"text_size": TextSize.LARGER}, {"has_cover": True, "watermark": "Projet"}):
        _compare(worker, replace(note, **other))


def test_contents_are_those_of_the_whole_note(
    worker: Worker, brief: Callable[..., Brief], pages: Read
) -> None:
    chapters = [f"## Le chapitre {number}\n\n{'Une phrase qui en dit un peu. ' * 60}" for number in range(20)]
    note = brief("# Titre\n\n" + "\n\n".join(chapters))
    first, whole = pages(worker.first_pages(note)), pages(worker.pdf(note))
    assert len(first) == 2
    assert "Le chapitre 19" in first[0]
    assert "1 / " not in first[0]
    for begun, page in zip(first, whole, strict=False):
        assert set(re.findall(r"\w+", begun)) <= set(re.findall(r"\w+", page))


def test_a_short_note_has_none_before_it_is_whole(brief: Callable[..., Brief]) -> None:
    short, long = brief("# Titre\n\nUn mot."), brief("# Titre\n\n" + "Un mot. " * 4000)
    assert [head.is_worth(note) for note in (short, long)] == [False, True]
    compared = replace(long, previous="# Titre\n\nUn mot.")
    assert not head.is_worth(compared), "bars are counted on the first page"
    asked = replace(long, pages_wanted=5)
    assert not head.is_worth(asked), "it may be set closer as a whole"
    assert head.is_worth(replace(asked, body=3 * long.body)), "so long a note is not"


def test_one_endless_table_gives_what_is_certain(
    worker: Worker, brief: Callable[..., Brief], pages: Read
) -> None:
    rows = "| un | deux |\n" * 300
    assert len(pages(worker.first_pages(brief(f"# Titre\n\n| a | b |\n|---|---|\n{rows}")))) == 2
    assert worker.first_pages(brief("# Titre\n\nUn mot.")) == b"", "one page, and nothing follows it"


def _compare(worker: Worker, note: Brief) -> None:
    assert head.is_worth(note)
    first, whole = _pictures(worker.first_pages(note)), _pictures(worker.pdf(note))
    assert len(first) >= 2
    for begun, page in zip(first, whole, strict=False):
        assert ImageChops.difference(begun, page).getbbox() is None


def _pictures(pdf: bytes) -> list[Image.Image]:
    """The first pages without their foot."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        drawn = [document[number].render(scale=1).to_pil() for number in range(min(3, len(document)))]
        return [page.crop((0, 0, page.width, page.height - _FOOT)) for page in drawn]
    finally:
        document.close()
