"""The end of a note: no page for its last word alone, and no page white so that the last has four lines."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from export.note.brief import Brief
from export.note.formats import Format
from export.paper.engine import PrintEngine
from export.paper.filling import white
from export.paper.page import page
from export.patches.boxes import page_boxes
from tests.export import sheets

_SENTENCE = "Premièrement, consulter le Défenseur des droits, dont l’avis n’est pas obligatoire. "
_NEAR = 3 * 96 / 25.4
Lay = Callable[[int, int], Any]


@pytest.fixture
def lay(press: PrintEngine, brief: Callable[..., Brief]) -> Lay:
    """A note of so many lines, then a heading over a paragraph of so many sentences and two notes."""

    def laid_out(lines: int, sentences: int) -> Any:
        before = "\n\n".join(["Une ligne."] * lines)
        last = f"{_SENTENCE}^[Article 32 de la loi organique.]{_SENTENCE * sentences}^[Rappr. CE, 1962.]"
        text = f"# T\n\n{before}\n\n## Nos précautions\n\n{last}"
        # Asked for more pages than it takes: nothing is set closer.
        return press.laid_out(page(replace(brief(text), format=Format.NOTE, pages_wanted=9)))

    return laid_out


def _space_before_the_end(document: Any) -> float:
    for box in page_boxes(document)[-1].descendants():
        if box.element is not None and box.element.get("class", "").split()[:1] == ["end"]:
            return float(box.margin_top)
    raise AssertionError("no end")


def test_the_end_of_a_note_stands_nearer_where_that_saves_a_page(lay: Lay) -> None:
    """One line more in each: of all ends that are near, none begins a page or is near for nothing."""
    found = [lay(lines, 2) for lines in range(12, 28)]
    near = [one for one in found if _space_before_the_end(one) <= _NEAR]

    assert {len(one.pages) for one in found} == {1, 2}
    assert near
    assert {len(one.pages) for one in near} == {1}
    assert all(line > 2 for one in found for line in sheets.lines(one))


def test_no_page_is_white_above_its_notes_for_a_last_page_of_four_lines(lay: Lay) -> None:
    for sentences in (3, 4, 5):
        for lines in range(12, 26):
            document = lay(lines, sentences)
            *inner, _ = map(white.part, page_boxes(document))

            assert all(part <= white.MOST for part in inner), (sentences, lines)
            assert all(line >= 3 for line in sheets.lines(document)), (sentences, lines)
