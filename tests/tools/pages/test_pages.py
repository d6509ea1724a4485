"""White, cut figures and words in the edge are found in prints whose flaws are known."""

import io
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from export.note.brief import read_brief
from export.note.formats import Format
from export.paper.engine import FONT_SETTINGS, PrintEngine
from tests.export.briefs import all_briefs
from tests.export.hostile_mixed import mixed
from tests.export.hostile_tables import tables
from tests.tools.pages.__main__ import main
from tests.tools.pages.figures import figures, whole
from tests.tools.pages.looks import Place, look
from tests.tools.pages.margins import FORMS, Margined, Margins
from tests.tools.pages.measure import Sheet, measured
from tests.tools.pages.prints import Print, Printer
from tests.tools.pages.texts import texts

# What libraries leave open or warn of is seen here, as these prints are made in this process.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore:Copying pages from another Pdf"),
]

NOON = datetime(2027, 3, 10, 12, 5, tzinfo=UTC)
LINE = "Un mot de plus. " * 5
BREAK = "\n\n\\newpage\n\n"


@pytest.fixture(scope="module", autouse=True)
def faces() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in FONT_SETTINGS.items():
            patch.setenv(name, value)
        yield


@pytest.fixture(scope="module")
def printer() -> Printer:
    return Printer()


@pytest.fixture(scope="module")
def press() -> PrintEngine:
    return PrintEngine()


@pytest.fixture(scope="module")
def print_note(press: PrintEngine) -> Callable[[str], bytes]:
    return lambda markdown: press.pdf(read_brief(markdown, printed_at=NOON))


@pytest.fixture(scope="module")
def sheets(print_note: Callable[[str], bytes]) -> Callable[[str], list[Sheet]]:
    return lambda body: measured(print_note(f"# Titre\n\n{body}"), FORMS["note"])


def test_white_grows_by_what_a_page_lacks(sheets: Callable[[str], list[Sheet]]) -> None:
    few, more, full = (sheets("\n\n".join([LINE] * many) + BREAK + "Fin.")[0] for many in (2, 8, 80))

    assert few.white > more.white > full.white
    assert few.white > 0.6
    assert full.white < 0.07


@pytest.mark.parametrize("shape", [Format.NOTE, Format.LARGE])
def test_notes_at_the_foot_do_not_hide_the_white_above_them(shape: Format, press: PrintEngine) -> None:
    def white(body: str) -> float:
        brief = replace(read_brief(f"# Titre\n\n{body}", printed_at=NOON), format=shape)
        return measured(press.pdf(brief), FORMS[shape.value])[0].white

    bare = white(f"{LINE}{BREAK}Fin.")
    noted = white(f"{LINE}[^a]{BREAK}Fin.\n\n[^a]: « Loi n° 89-462 », dans sa rédaction d’alors.")

    assert bare - 0.12 < noted < bare


def test_rows_of_a_table_down_to_the_foot_are_no_white(sheets: Callable[[str], list[Sheet]]) -> None:
    rows = "\n".join(f"| {number} | {number * 7} |" for number in range(1, 90))
    first = sheets(f"| Rang | Nombre |\n|---|---|\n{rows}")[0]

    assert first.white < 0.07


def test_words_nearer_to_the_edge_than_printers_reach_are_told(print_note: Callable[[str], bytes]) -> None:
    with pikepdf.open(io.BytesIO(print_note("Un mot."))) as file:
        file.pages[0].MediaBox = [100, 0, 595, 842]
        out = io.BytesIO()
        file.save(out)

    assert measured(print_note("Un mot."), FORMS["note"])[0].outside == ()
    assert measured(out.getvalue(), FORMS["note"])[0].outside != ()


def test_a_figure_is_whole_or_told(print_note: Callable[[str], bytes]) -> None:
    said = figures(
        "---\nbudget: 12\n---\nLe 3 mai 2027, 1 200 € et 06 12 34 56 78[^1] : 4 | 5.\n\n1. n° 2026-871"
    )

    assert said == Counter({"3 mai 2027": 1, "1 200 €": 1, "06 12 34 56 78": 1, "n° 2026-871": 1})
    assert whole(print_note("Le 3 mai 2027, 1 200 €, 06 12 34 56 78, n° 2026-871."), said) == []
    assert whole(print_note("Le 3 mai 2027, 1 200\n\n€, 06 12 34 56 78, n° 2026-871."), said) == ["1 200 €"]


def test_pages_are_told_by_where_they_stand_in_a_note(printer: Printer) -> None:
    (printed,) = printer.prints(texts("briefs", ["b03", "b04"]), "pochette")
    seen = look(printed)

    assert [place for place, _ in seen.pages][-2:] == [Place.FIRST, Place.LAST]
    assert seen.pages[0][0] is Place.APART
    assert len(seen.first) == 2
    assert seen.faults == {"ua1": 0, "3a": 0, "qpdf": 0}


def test_pages_of_other_printers_have_margins_of_their_own(print_note: Callable[[str], bytes]) -> None:
    narrow = Margins(20, 50, 150, 24)
    pdf = print_note("# Titre\n\n" + "\n\n".join([LINE] * 12))
    seen = look(Print("a", "other", pdf, ((1, 1),), Counter()), Margined(narrow, narrow))

    assert seen.pages[0][1].white < measured(pdf, FORMS["note"])[0].white


def test_a_run_keeps_prints_pictures_and_a_report(tmp_path: Path) -> None:
    assert main([str(tmp_path), "--only", "e03", "--forms", "note,booklet", "--pictures"]) == 0

    told = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert [(one["name"], one["form"]) for one in told] == [("e03-speech", "note"), ("e03-speech", "booklet")]
    assert told[0]["asked"] == 2
    assert told[0]["held"]
    assert (tmp_path / "note" / "e03-speech.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "note" / "e03-speech.png").exists()
    assert "| note | 1 | 2 |" in (tmp_path / "report.md").read_text("utf-8")


def test_the_corpora_are_what_they_are_said_to_be() -> None:
    assert len(all_briefs()) == 15
    assert [note.markdown for note in tables()] == [note.markdown for note in tables()]
    for note in (*tables(), *mixed()):
        assert all(figure in note.markdown for figure in note.whole)
    widest = [max(line.count("|") - 1 for line in note.markdown.splitlines()) for note in tables()]
    assert set(widest) == set(range(2, 15))
