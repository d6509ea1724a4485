"""A code on each page: which page of which edition it is, read from flat prints and from photographs."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pikepdf
import pytest

from export.note.brief import Brief
from export.note.formats import Format
from export.paper import page_codes, qr
from export.process.worker import Worker
from tests.export.photographs import page, photograph, read, read_flat, shots

# Of a host of 21 letters: the longest address that the smaller code holds.
EDITION = "HTTPS://POCHETTE.EXEMPLE.FR/E/ABCDEFGHIJKLMNOPQRSTUVWX23"
TEXT = "# Eau\n\n" + "\n\n\\newpage\n\n".join(f"## Partie {number}\n\nUn mot." for number in range(1, 4))
WIDTHS = {Format.NOTE: 210, Format.LARGE: 210, Format.POCKET: 148}
MM = 72 / 25.4


def pages_in(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


@pytest.fixture
def with_codes(brief: Callable[..., Brief]) -> Callable[..., Brief]:
    def made(**how: Any) -> Brief:
        return replace(brief(TEXT), url=page_codes.address(EDITION, 1), pages_url=EDITION, **how)

    return made


@pytest.mark.first(2)
@pytest.mark.parametrize(
    "how",
    [
        *({"format": shape} for shape in Format),
        {"has_hand_margin": False},
        {"has_cover": True},
        {"format": Format.POCKET, "has_cover": True},
    ],
    ids=["note", "large", "pocket", "wide", "cover", "pocket with a cover"],
)
def test_each_page_says_which_it_is(
    worker: Worker, with_codes: Callable[..., Brief], how: dict[str, Any]
) -> None:
    pdf = worker.pdf(with_codes(**how))
    width = WIDTHS[how.get("format", Format.NOTE)]
    found = [read_flat(page(pdf, number, width, dpi=150)) for number in range(1, pages_in(pdf) + 1)]
    expected = [{page_codes.address(EDITION, number)} for number in range(1, len(found) + 1)]
    if how == {"format": Format.POCKET, "has_cover": True}:
        expected[1] = set()  # the back of the cover stays white
    assert found == expected
    assert len(found) >= 3


def test_the_two_pages_on_a_side_of_a_booklet_have_their_own(
    worker: Worker, with_codes: Callable[..., Brief]
) -> None:
    pdf = worker.pdf(with_codes(format=Format.POCKET, booklet=True))
    assert read_flat(page(pdf, 1, 297, dpi=150)) == {page_codes.address(EDITION, 1)}
    assert read_flat(page(pdf, 2, 297, dpi=150)) == {page_codes.address(EDITION, number) for number in (2, 3)}


@pytest.mark.whole
def test_codes_are_the_same_bytes_again_and_all_off_together(
    worker: Worker, with_codes: Callable[..., Brief]
) -> None:
    with_them = with_codes()
    pdf = worker.pdf(with_them)
    assert worker.pdf(with_them) == pdf
    off = worker.pdf(replace(with_them, url="", pages_url=""))
    assert not any(read_flat(page(off, number, 210, dpi=150)) for number in (1, 2, 3))
    assert len(pdf) - len(off) < 6_000


@pytest.mark.first(1)
@pytest.mark.parametrize("seed", range(2))
def test_a_photograph_of_a_page_says_which_it_is(
    worker: Worker, with_codes: Callable[..., Brief], seed: int
) -> None:
    pdf = worker.pdf(with_codes())
    assert read(photograph(page(pdf, 3, 210), shots(seed), seed)) == {page_codes.address(EDITION, 3)}


@pytest.mark.parametrize(("letters", "modules", "mm"), [(61, 29, 12), (62, 33, 14), (90, 33, 14)])
def test_a_longer_address_gets_a_larger_code(letters: int, modules: int, mm: int) -> None:
    address = EDITION.ljust(letters, "A")
    _, count = qr.path(address)
    assert count == modules
    sheet = page_codes.Text(210 * MM, 24 * MM, 160 * MM)
    assert page_codes.place(Format.NOTE, sheet, count).side == pytest.approx(mm * MM)


@pytest.mark.parametrize("shape", Format)
@pytest.mark.parametrize("modules", [29, 33])
@pytest.mark.parametrize("is_left", [False, True])
def test_a_code_stands_where_printers_print_and_no_text_is(
    shape: Format, modules: int, *, is_left: bool
) -> None:
    """Most printers leave 4 mm white at the edge; a code asks for four modules of white around it."""
    texts = {
        Format.NOTE: [(210, 24, 160), (210, 27, 183), (297, 24, 273)],
        Format.LARGE: [(210, 20, 190), (297, 20, 277)],
        Format.POCKET: [(148, 13, 133), (148, 15, 135), (210, 14, 196)],
    }
    foot = {Format.NOTE: 24, Format.LARGE: 26, Format.POCKET: 17}[shape]
    for width, left, right in texts[shape]:
        sheet = page_codes.Text(width * MM, left * MM, right * MM, is_left)
        at = page_codes.place(shape, sheet, modules)
        ends, top = (at.left + at.side) / MM, (at.up + at.side) / MM
        assert min(at.left / MM, width - ends, at.up / MM) > 3.5
        assert foot - top > 1.3
        assert shape is Format.POCKET or at.left / MM - right > 2
