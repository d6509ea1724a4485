"""A note fills no more pages than were asked for, set closer by the mildest step that does it.

`POCHETTE_FITTED_NOTES=40` tries more notes than a normal run has time for.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from export.note.brief import Brief
from export.note.formats import Format, TextSize
from export.paper import closer
from export.paper.engine import FONT_SETTINGS, PrintEngine
from export.paper.fitting import Fitting
from export.paper.fitting_search import Fitted
from export.paper.page import page
from export.patches.boxes import page_boxes
from export.samples import sample
from tests.export import sheets
from tests.export.anything import Author

NOTES = int(os.environ.get("POCHETTE_FITTED_NOTES", "1"))
LINE = "Une phrase de texte qui coule sur une ligne entière ou presque, mais pas plus loin.\n\n"
LEAST = {Format.NOTE: 10.6, Format.POCKET: 9.2}
POINTS = 0.75
Fit = Callable[..., Fitted]


@pytest.fixture(scope="module")
def fit(brief: Callable[..., Brief]) -> Iterator[Fit]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in FONT_SETTINGS.items():
            patch.setenv(name, value)
        press = PrintEngine()

        def fitted(text: str, pages: int | None = None, **how: Any) -> Fitted:
            note = brief(text, url="https://notes.example/e/abc", code="7QK2-M4XD")
            return press.fitted(page(replace(note, pages_wanted=pages, **how)))

        yield fitted


def _sizes(document: Any) -> list[float]:
    """Of running text, in points."""
    return [
        round(box.style["font_size"] * POINTS, 2)
        for sheet in page_boxes(document)
        for box in sheet.descendants()
        if type(box).__name__ == "LineBox" and box.element_tag == "p" and box.element.get("class") is None
    ]


@pytest.mark.whole
@pytest.mark.parametrize("shape", [Format.NOTE, Format.POCKET])
@pytest.mark.parametrize("seed", [7, *range(NOTES - 1)])
def test_a_note_of_any_kind_never_grows_and_its_letters_stay_large_enough(
    seed: int, shape: Format, fit: Fit
) -> None:
    text = Author(seed).note(blocks=12)
    usual = fit(text, 0, format=shape)

    for asked in {1, max(1, usual.fitting.pages - 1)}:
        found = fit(text, asked, format=shape)

        assert len(found.document.pages) <= len(usual.document.pages)
        assert min(_sizes(found.document), default=99) >= min(
            LEAST[shape], min(_sizes(usual.document), default=99)
        )
        assert found.fitting.pages == len(found.document.pages)
        assert sheets.lines(found.document)[-1] >= 4
        assert sheets.outside(found.document) == []
        assert sheets.lonely_lines(found.document) == []
        assert sheets.heads_at_the_foot(found.document) == []
        assert fit(text, asked, format=shape).fitting == found.fitting


@pytest.mark.first(1)
@pytest.mark.parametrize("shape", [Format.NOTE, Format.POCKET])
def test_a_note_fits_by_the_mildest_step(shape: Format, fit: Fit) -> None:
    lines = next(n for n in range(12, 40) if fit(f"# T\n\n{LINE * n}", 0, format=shape).fitting.before > 1.12)
    text = f"# T\n\n{LINE * lines}"

    found = fit(text, 1, format=shape)

    assert (found.fitting.pages, len(found.document.pages)) == (1, 1)
    assert found.fitting.fits
    assert 0 < found.fitting.step < closer.STEPS
    milder = fit(text + LINE, 1, format=shape)
    assert milder.fitting.step >= found.fitting.step


def test_a_budget_on_the_card_asks_and_as_usual_is_obeyed(fit: Fit) -> None:
    text = f"---\nbudget: 1\n---\n# T\n\n{LINE * 16}"

    assert fit(text).fitting.pages == 1
    assert fit(text, 0).fitting.pages == 2
    assert fit(text, 0).fitting.step == 0


def test_a_budget_that_is_kept_changes_nothing_and_a_page_is_given_up_only_by_a_mild_step(fit: Fit) -> None:
    """Of notes that are longer and longer, each a page and a bit."""
    saved = 0
    for lines in range(12, 20):
        text = f"# T\n\n{LINE * lines}"
        usual, unasked = fit(text, 0).fitting, fit(text).fitting
        kept = fit(text, usual.pages).fitting

        assert (kept.step, kept.pages) == (0, usual.pages), "what was asked for is kept as it is"
        assert unasked.step <= closer.MILD
        assert unasked.pages >= usual.pages - 1
        saved += unasked.pages < usual.pages
        if usual.before > 1.25:
            assert fit(text, 1).fitting.step > closer.MILD or not fit(text, 1).fitting.fits
    assert saved, "a page that holds a few lines alone is given up"


def test_a_budget_that_is_missed_gives_up_a_last_page_as_well(fit: Fit) -> None:
    lines = next(n for n in range(12, 60) if 2.02 < fit(f"# T\n\n{LINE * n}", 0).fitting.before < 2.15)

    missed = fit(f"# T\n\n{LINE * lines}", 1).fitting

    assert (missed.pages, missed.fits) == (2, False)
    assert 0 < missed.step <= closer.MILD


def test_how_many_lines_are_too_many_is_said(fit: Fit) -> None:
    """So many taken out, it fits; four fewer, it does not."""
    line = "Une phrase de texte qui tient.\n"
    text = f"# T\n\n{line * 68}"
    found = fit(text, 1).fitting

    assert (found.pages, found.fits) == (2, False)
    assert found.missing is not None
    assert fit(f"# T\n\n{line * (68 - found.missing)}", 1).fitting.fits
    assert not fit(f"# T\n\n{line * (68 - found.missing + 4)}", 1).fitting.fits


@pytest.mark.first(1)
@pytest.mark.parametrize("how", [{}, {"format": Format.LARGE}, {"has_cover": True}])
def test_how_many_lines_are_left_is_said(how: dict[str, Any], fit: Fit) -> None:
    """So many put in, it is set as before; three more, it is not."""
    line = "Une phrase de texte qui tient.\n"

    def filled(lines: int) -> Fitting:
        return fit(f"# T\n\n{line * lines}", 1, **how).fitting

    left = filled(9).left
    assert left is not None
    assert left > 3
    assert (filled(9 + left).left, filled(9 + left).step, filled(9 + left).fits) == (0, 0, True)
    beyond = filled(9 + left + 3)
    assert beyond.step or (beyond.left, beyond.fits) == (None, False)
    assert fit(f"# T\n\n{line}", **how).fitting.left is None


def test_what_no_step_helps_is_set_as_usual(fit: Fit) -> None:
    found = fit(f"# T\n\n{LINE * 40}", 1).fitting

    assert (found.step, found.missing, found.fits) == (0, None, False)


def test_large_print_and_larger_letters_stay_large(fit: Fit) -> None:
    large = fit(f"# T\n\n{LINE * 10}", 1, format=Format.LARGE)
    larger = fit(f"# T\n\n{LINE * 13}", 1, text_size=TextSize.LARGER)

    assert (large.fitting.step, large.fitting.pages) == (0, 2)
    assert larger.fitting.pages == 1
    assert set(_sizes(larger.document)) == {12.6}


@pytest.mark.parametrize("shape", Format)
def test_a_last_page_has_four_lines(shape: Format, fit: Fit) -> None:
    short = {Format.NOTE: (32, 33), Format.LARGE: (19, 20), Format.POCKET: (26, 27)}[shape]

    for lines in short:
        pages = fit(f"# T\n\n{LINE * lines}- un\n- deux\n- trois", 0, format=shape, url="").document
        assert sheets.lines(pages)[-1] in {4, 5}


def test_a_cover_is_not_counted_and_margins_give_only_at_last(fit: Fit) -> None:
    covered = fit(f"# T\n\n{LINE * 16}", 1, has_cover=True)

    assert covered.fitting.pages == 1
    assert len(covered.document.pages) == 2
    assert not covered.fitting.has_less_margin


def test_the_sample_is_well_set_at_the_closest_step(fit: Fit) -> None:
    pages = fit(sample("fr"), 3).document

    found = (sheets.outside, sheets.lonely_lines, sheets.cut_rows, sheets.heads_at_the_foot)
    assert [look(pages) for look in found] == [[], [], [], []]
