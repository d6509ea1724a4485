"""No letter of a print is smaller than its format allows, nor paler than 4.5 to 1, whatever it says."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from export.note.brief import Brief
from export.note.formats import Format, TextSize
from export.process.worker import Limits, Worker
from export.samples import sample
from tests.export.letters import Letter, contrast, letters
from tests.export.paper.everything import EVERYTHING
from tests.export.wide_notes import WideAuthor

# Points: of all, and of tables that have no more room.
LEAST = {Format.NOTE: 8.0, Format.LARGE: 14.0, Format.POCKET: 7.0}
SHAPES: dict[str, dict[str, Any]] = {
    **{str(shape): {"format": shape} for shape in Format},
    "booklet": {"format": Format.POCKET, "booklet": True},
    "larger": {"format": Format.NOTE, "text_size": TextSize.LARGER, "has_cover": True},
    "largest": {"format": Format.LARGE, "text_size": TextSize.LARGER, "has_cover": True},
    "larger pocket": {"format": Format.POCKET, "text_size": TextSize.LARGER, "has_cover": True},
}
ROUNDED = 0.06
PALEST = 4.5


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    printer = Worker(Limits(seconds=90))
    yield printer
    printer.close()


@pytest.fixture
def small_or_pale(worker: Worker) -> Callable[..., list[Letter]]:
    def found(note: Brief, least: float) -> list[Letter]:
        seen = list(letters(worker.pdf(note)))
        assert len(seen) > 200
        return [letter for letter in seen if letter.size < least - ROUNDED or letter.contrast < PALEST]

    return found


@pytest.mark.first(1)
@pytest.mark.parametrize("shape", ["note", "large", "pocket"])
def test_no_letter_of_a_note_with_everything_is_small_or_pale(
    shape: str, small_or_pale: Callable[..., list[Letter]], brief: Callable[..., Brief]
) -> None:
    note = replace(
        brief(
            f"{EVERYTHING}\n```graphique Dans\nun;1\n```\n", url="https://notes.example/e/abc", code="7QK2"
        ),
        format=Format(shape),
        edition=3,
        copy_number=1,
        recipient="L. Benali",
        watermark="L. Benali",
        lists_addresses=True,
        previous=EVERYTHING.replace("code é", "code"),
    )
    # In large print, numbers that call a note; tables have room here.
    assert small_or_pale(note, 15.0 if shape == Format.LARGE else LEAST[Format(shape)]) == []


@pytest.mark.parametrize("shape", ["note", "pocket"])
def test_a_table_with_no_room_is_divided_before_its_letters_are_small(
    shape: str, small_or_pale: Callable[..., list[Letter]], brief: Callable[..., Brief]
) -> None:
    """Fourteen columns."""
    row = [f"conventionnement {number}" for number in range(14)]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in (row, ["---"] * 14, row))
    assert (
        small_or_pale(replace(brief(f"# T\n\n{table}\n"), format=Format(shape)), LEAST[Format(shape)]) == []
    )


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", range(-2, 50))
def test_no_letter_of_any_print_is_small_or_pale(
    seed: int, shape: str, small_or_pale: Callable[..., list[Letter]], brief: Callable[..., Brief]
) -> None:
    text = WideAuthor(seed).note() if seed >= 0 else sample(("fr", "en")[seed])
    note = replace(brief(text, url="https://notes.example/e/abc", code="7QK2"), **SHAPES[shape])
    assert small_or_pale(note, LEAST[note.format]) == []


def test_what_is_small_or_pale_is_found(
    small_or_pale: Callable[..., list[Letter]], brief: Callable[..., Brief]
) -> None:
    assert contrast((255, 255, 255), (0, 0, 0)) == pytest.approx(21)
    assert contrast((118, 118, 118), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)
    found = small_or_pale(brief(f"# T\n\n{'Un mot. ' * 60}"), 10.0)
    assert {letter.size for letter in found} >= {8.0, 8.1, 8.6, 8.8, 9.0}
