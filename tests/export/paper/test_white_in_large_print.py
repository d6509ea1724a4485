"""Pages of large print end full: spaces give, charts are lower or go on, a row of two lines stands alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pypdfium2
import pytest

from export.cli import conversion
from export.note.brief import Brief
from export.note.formats import Format
from export.paper.engine import PrintEngine
from export.paper.filling import white
from export.paper.page import page
from export.patches.boxes import page_boxes
from export.process.worker import Worker
from tests.export import sheets
from tests.export.briefs import all_briefs

LINE = "Une phrase de texte qui coule sur une ligne entière ou presque, mais pas plus loin.\n\n"
VERSE = "\n".join(f"> Un vers du poème, le {n}e de la strophe," for n in range(2, 9))
YEARS = tuple(f"{year} (estimation)" for year in range(2017, 2027))
CHART = (
    "```graphique Les gares\n" + "".join(f"{year};{at + 7}\n" for at, year in enumerate(YEARS)) + "```\n\n"
)
NOON = datetime(2027, 3, 10, 12, 5, tzinfo=UTC)
Lay = Callable[[str], Any]


@pytest.fixture(scope="module")
def lay(press: PrintEngine, brief: Callable[..., Brief]) -> Lay:
    return lambda text: press.laid_out(page(replace(brief(text), format=Format.LARGE)))


def _space_before(document: Any, heading: str) -> float:
    """From the foot of the line before a heading to its head, on the page where both stand; or 0."""
    for sheet in page_boxes(document):
        lines = [box for box in white.leaves(sheet) if type(box).__name__ == "LineBox"]
        for before, line in pairwise(lines):
            if _words(line) == heading:
                return float(line.position_y - before.position_y - before.height)
    return 0.0


def _words(box: Any) -> str:
    return "".join(one.text for one in box.descendants() if type(one).__name__ == "TextBox")


def _line_heights(document: Any) -> set[float]:
    return {
        round(float(box.height), 2)
        for sheet in page_boxes(document)
        for box in white.leaves(sheet)
        if "coule" in _words(box)
    }


def _pictures(document: Any) -> list[tuple[int, float]]:
    """The page of each, counted from 0, and its height."""
    return [
        (number, float(box.height))
        for number, sheet in enumerate(page_boxes(document))
        for box in white.leaves(sheet)
        if "Replaced" in type(box).__name__
    ]


def test_spaces_give_where_a_page_would_end_white_and_lines_give_nothing(lay: Lay) -> None:
    def note(lines: int) -> str:
        return f"# T\n\n{LINE * lines}## Ailleurs\n\nVoici :\n\n{VERSE}\n\nUn mot.\n\n{LINE * 20}"

    usual = lay(note(1))
    found = [lay(note(lines)) for lines in range(3, 9)]
    whole = _space_before(usual, "Ailleurs")
    closer = [one for one in found if 0 < _space_before(one, "Ailleurs") < 0.85 * whole]

    assert closer
    assert len(closer) < len(found)
    assert not any(white.whole(one) for one in closer)
    assert {height for one in closer for height in _line_heights(one)} == _line_heights(usual)


def test_a_chart_of_many_rows_goes_on_where_its_page_would_end_white(
    worker: Worker, brief: Callable[..., Brief]
) -> None:
    note = brief(f"# T\n\n{LINE * 3}Voir ci-dessous.\n\n{CHART}## Ailleurs\n\n{LINE * 20}")

    printed = worker.pdf(replace(note, format=Format.LARGE))

    with pypdfium2.PdfDocument(printed) as document:
        said = [sheet.get_textpage().get_text_bounded() for sheet in document]
    assert "Les gares" in said[0]
    assert said[0].count("(estimation)") >= 4
    assert said[1].count("(estimation)") >= 4
    assert [sum(words.count(year) for words in said) for year in YEARS] == [1] * len(YEARS)


def test_one_that_has_room_where_it_stands_is_one_picture(lay: Lay) -> None:
    assert len(_pictures(lay(f"# T\n\n{CHART}## Ailleurs\n\n{LINE * 20}"))) == 1


def test_a_chart_is_lower_where_it_then_has_room(lay: Lay) -> None:
    bars = "".join(f"Gare de banlieue {n};{n}\n" for n in range(10, 15))

    def drawn(lines: int) -> tuple[int, float]:
        chart = f"Voir ci-dessous.\n\n```graphique Les gares\n{bars}```\n\n"
        (found,) = _pictures(lay(f"# T\n\n{LINE * lines}{chart}## Ailleurs\n\n{LINE * 20}"))
        return found

    _, usual = drawn(0)
    assert any(number == 0 and height < 0.7 * usual for number, height in map(drawn, range(4, 8)))


def test_a_first_row_of_two_lines_stands_alone_where_its_page_would_end_white(lay: Lay) -> None:
    cell = "une cellule dont les mots vont bien au-delà de sa ligne"
    rows = "".join(f"| Rang {n} | {cell} | {cell} |\n" for n in range(1, 8))
    table = f"## Rangs\n\n| Rang | Un | Deux |\n|---|---|---|\n{rows}\n"

    found = [sheets.said(lay(f"# T\n\n{LINE * lines}{table}"))[0] for lines in range(3, 8)]

    assert any("Rang 1" in words and "Rang 2" not in words for words in found)


@pytest.mark.whole
def test_of_the_inner_pages_of_fifteen_briefs_six_per_cent_at_most_are_a_fifth_white(
    press: PrintEngine,
) -> None:
    found, count = [], 0
    for name, path in all_briefs():
        note = replace(conversion.opened(path).brief(NOON), format=Format.LARGE)
        inner = page_boxes(press.laid_out(page(note)))[:-1]
        count += len(inner)
        found += [name for sheet in inner if white.part(sheet) > white.MOST]

    assert len(found) / count <= 0.06, found
