"""No line of a print ends inside a number, a date, a unit or an address, nor in a word without a hyphen.

`POCHETTE_LONG=1` prints fifty notes with wide tables in every shape; a normal run three of them.
"""

import gc
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import page as validator
import pytest
from weasyprint import CSS, Attachment

from export.note.brief import Brief
from export.note.formats import Format, TextSize
from export.paper.engine import PrintEngine
from export.paper.page import page
from export.process.worker import Limits, Worker
from tests.export.line_ends import look
from tests.export.wide_notes import WideAuthor

SHAPES: dict[str, dict[str, Any]] = {
    **{shape: {"format": shape} for shape in Format},
    "booklet": {"format": Format.POCKET, "booklet": True},
    "no margin": {"format": Format.NOTE, "has_hand_margin": False},
    "larger": {"format": Format.NOTE, "text_size": TextSize.LARGER},
    "largest": {"format": Format.LARGE, "text_size": TextSize.LARGER},
}
# Of the old styles: letters went to the next line wherever a cell was too narrow.
BAD = "table { overflow-wrap: anywhere !important; white-space: normal !important; hyphens: none !important }"
TABLE = """# Coûts

| Poste | Début | Téléphone | 2025 | 2026 | Adresse | Note |
|---|---|---|--:|--:|---|---|
| Personnel | 24 septembre 2026 | 06 12 34 56 78 | 1 455 500 € | 455 500 € | exemple.fr/a | Depuis |
| Conventionnement | 3 janvier 2027 | 02 40 81 02 32 | 4,46 Md€ | 4,62 Md€ | a.bcdef@exemple.org | Non |
"""


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    printer = Worker(Limits(seconds=90))
    yield printer
    printer.close()


# WeasyPrint leaves a profile of colours open until somebody collects it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_bad_prints_do_not_pass(press: PrintEngine, brief: Callable[..., Brief]) -> None:
    """With a style as it was, what looks at the lines sees each kind of cut."""

    def drawn(*more: CSS) -> bytes:
        note = brief(TABLE)
        source = Attachment(string=note.markdown, name="note.md")
        return press.drawn(page(note), more=more, attachments=[source])[0]

    bad, good = drawn(press.style(BAD)), drawn()
    gc.collect()

    cut = [cut.what for cut in look(bad).cuts]
    assert any(what.endswith(("2026", "2027")) for what in cut)
    assert {"1 455 500 €", "455 500 €"} & set(cut)
    assert {"depuis", "personnel", "conventionnement"} & set(cut)
    assert look(good).cuts == []


@pytest.mark.first(1)
@pytest.mark.parametrize("shape", [*Format, "booklet"])
@pytest.mark.parametrize("seed", range(3))
def test_no_line_of_a_wide_table_ends_badly(
    seed: int, shape: str, worker: Worker, brief: Callable[..., Brief]
) -> None:
    printed = worker.pdf(replace(brief(WideAuthor(seed).note(tables=2)), **SHAPES[shape]))

    seen = look(printed)
    assert seen.lines > 30
    assert seen.cuts == []


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", range(50))
def test_fifty_notes_with_wide_tables_are_whole_and_lawful(
    seed: int, shape: str, worker: Worker, brief: Callable[..., Brief]
) -> None:
    printed = worker.pdf(replace(brief(WideAuthor(seed).note()), **SHAPES[shape]))

    assert look(printed).cuts == []
    for profile in ("ua1", "3a"):
        report = validator.validate_pdf_bytes(printed, profile=profile)
        assert [(failure.rule_id, failure.message) for failure in report.failures] == []


@pytest.mark.whole
def test_no_word_of_a_footnote_is_cut_where_its_line_ends(
    worker: Worker, brief: Callable[..., Brief]
) -> None:
    calls = "".join(f"appel[^{number}] " for number in range(24))
    notes = "\n".join(
        f"[^{number}]: {'mot ' * (number + 30)}*considérable* et `formidable`, puis **incroyable**"
        for number in range(24)
    )
    assert look(worker.pdf(brief(f"# Titre\n\n{calls}\n\n{notes}"))).cuts == []
