"""How many pages a note fills, to the tenth of the last one, as the print itself would say."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from export.errors import TooMuch
from export.note.brief import Brief
from export.note.formats import Format
from export.paper.page_count import PageCount
from export.process.worker import Worker
from export.samples import sample

Pages = Callable[[bytes], list[str]]


@pytest.mark.first(1)
@pytest.mark.parametrize("shape", Format)
def test_a_note_has_as_many_pages_as_its_print(
    shape: Format, worker: Worker, brief: Callable[..., Brief], pages: Pages
) -> None:
    note = replace(brief(sample("fr")), format=shape)

    count = worker.page_count(note)

    assert count.pages == len(pages(worker.pdf(note)))
    assert count.pages - 1 < count.length <= count.pages


@pytest.mark.parametrize("shape", [Format.NOTE, Format.POCKET])
def test_a_cover_is_no_page_of_the_note(shape: Format, worker: Worker, brief: Callable[..., Brief]) -> None:
    note = replace(brief("# T\n\nUn mot."), format=shape)

    assert worker.page_count(replace(note, has_cover=True)).pages == worker.page_count(note).pages == 1


def test_each_paragraph_makes_a_note_longer(worker: Worker, brief: Callable[..., Brief]) -> None:
    paragraph = "Une phrase qui coule sur une ligne entière ou presque.\n\n"
    lengths = [worker.page_count(brief(f"# T\n\n{paragraph * n}")).length for n in range(0, 66, 13)]

    assert lengths == sorted(set(lengths))
    assert 0 < lengths[0] < 0.5
    assert lengths[-1] > 1


def test_notes_at_the_foot_take_their_room(worker: Worker, brief: Callable[..., Brief]) -> None:
    called, said = "# T\n\nUn mot[^a].", "\n\n[^a]: " + "Une note qui dure. " * 20

    assert worker.page_count(brief(called + said)).fill > worker.page_count(brief(called)).fill + 0.04


def test_what_cannot_be_printed_cannot_be_measured(worker: Worker, brief: Callable[..., Brief]) -> None:
    with pytest.raises(TooMuch):
        worker.page_count(brief("# T\n\n" + "mot " * 6_000))


def test_length_is_said_in_tenths() -> None:
    assert PageCount(pages=2, fill=0.312).length == 1.3
    assert PageCount(pages=1, fill=1.0).length == 1.0
