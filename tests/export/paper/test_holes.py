"""For a ring binder: the edge at which a sheet is bound has 20 mm of white, on its back at the other side."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from string import ascii_uppercase

import pypdfium2 as pdfium
import pytest
from PIL import Image

from export.folder import serialize
from export.folder.folder import Folder, Note
from export.note.brief import Brief
from export.note.formats import Format
from export.process.host import ChildHost, Limits
from export.process.worker import Worker

EDITION = "HTTPS://NOTES.EXAMPLE/E/ABCDEFGHIJKLMNOPQRSTUVWX23"
COLUMNS = 14
TABLE = "\n".join(
    [
        "| " + " | ".join(f"Colonne {letter}" for letter in ascii_uppercase[:COLUMNS]) + " |",
        "|" + "--:|" * COLUMNS,
        *["| " + " | ".join(f"{number}12 345,67" for number in range(COLUMNS)) + " |"] * 6,
    ]
)
TEXT = (
    "# Les transports du quotidien\n\n"
    + "Un paragraphe de deux lignes, qui dit ce que tout le monde savait déjà hier matin à Lille.\n\n" * 45
    + f"## Le tableau\n\n{TABLE}\n\nFin.\n"
)
PIXELS_A_MM = 4
DARK = 200
# ISO 838: 12 mm from the edge, 80 mm apart; rings of four are in step with them. A hole has 6 mm.
EDGE, FREE = 12, 20
HOLES = (-120, -40, 40, 120)


def sheets(pdf: bytes) -> Iterator[Image.Image]:
    """The pages as they lie in a binder: one on its side has its head at the left."""
    for page in pdfium.PdfDocument(pdf):
        drawn = page.render(scale=PIXELS_A_MM * 25.4 / 72).to_pil().convert("L")
        yield drawn.rotate(90, expand=True) if drawn.width > drawn.height else drawn


def ink(sheet: Image.Image, left: float, top: float, right: float, bottom: float) -> bool:
    scale = PIXELS_A_MM
    cut = sheet.crop((round(left * scale), round(top * scale), round(right * scale), round(bottom * scale)))
    return min(cut.tobytes()) < DARK


def faults(pdf: bytes, *, is_two_sided: bool = True) -> list[str]:
    found = []
    for number, sheet in enumerate(sheets(pdf), start=1):
        width, height = sheet.width / PIXELS_A_MM, sheet.height / PIXELS_A_MM
        is_back = is_two_sided and number % 2 == 0
        if ink(sheet, width - FREE if is_back else 0, 0, width if is_back else FREE, height):
            found.append(f"page {number}: edge")
        middle = width - EDGE if is_back else EDGE
        for hole in HOLES:
            top = height / 2 + hole
            if ink(sheet, middle - 3.5, top - 3.5, middle + 3.5, top + 3.5):
                found.append(f"page {number}: hole {hole}")
    return found


def is_turned(pdf: bytes) -> bool:
    return any(page.get_width() > page.get_height() for page in pdfium.PdfDocument(pdf))


@pytest.fixture(scope="module")
def note(brief: Callable[..., Brief]) -> Brief:
    read = brief(TEXT, url=f"{EDITION}/1", code="7QK2-M4XD")
    return replace(
        read,
        pages_url=EDITION,
        classification="Diffusion restreinte",
        recipient="L. Benali",
        copy_number=3,
        numbers_paragraphs=True,
        has_holes=True,
    )


@pytest.mark.parametrize(
    "how",
    [{}, {"has_hand_margin": False}, {"format": Format.LARGE}, {"has_cover": True}, {"pages_wanted": 2}],
    ids=["note", "no margin", "large", "cover", "set closer"],
)
def test_the_edge_of_a_note_stays_white_on_both_sides_of_a_sheet(
    how: dict[str, object], note: Brief, worker: Worker
) -> None:
    pdf = worker.pdf(replace(note, **how))  # type: ignore[arg-type]
    assert is_turned(pdf)
    assert faults(pdf) == []


def test_without_holes_an_edge_is_nearer(note: Brief, worker: Worker) -> None:
    assert faults(worker.pdf(replace(note, has_holes=False))) != []


@pytest.mark.first(1)
@pytest.mark.parametrize("sides", [2, 1])
@pytest.mark.parametrize("shape", [Format.NOTE, Format.LARGE])
def test_the_edge_of_a_pochette_stays_white(shape: Format, sides: int, note: Brief) -> None:
    is_two_sided = sides == 2
    briefs = [
        replace(note, format=shape, title=title, url="", pages_url="", is_one_sided=not is_two_sided)
        for title in ("La dette", "Les gares")
    ]
    folder = Folder(
        title="Débat",
        day="2027-03-14",
        notes=tuple(Note(brief=one, colour=place + 1) for place, one in enumerate(briefs)),
        closed_at=note.printed_at,
        is_two_sided=is_two_sided,
        has_holes=True,
        url=f"{EDITION}/1",
        pages_url=EDITION,
        copy=3,
        agenda=("7 h 50 Matinale (notes 1 et 2)",),
    )
    host = ChildHost("folder", Limits(seconds=90))
    try:
        notes = [
            serialize.printed(host.ask(serialize.note_job(one.brief, one.colour))) for one in folder.notes
        ]
        _, pdf = serialize.bound(host.ask(serialize.bind_job(folder, notes, 2)))
    finally:
        host.close()
    assert is_turned(pdf)
    assert faults(pdf, is_two_sided=is_two_sided) == []
