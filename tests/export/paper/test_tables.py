"""A table of figures as a typographer sets it: flush right, comma under comma, rows named for who listens."""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace

import page as validator
import pikepdf
import pypdfium2
import pytest

from export.note.brief import Brief
from export.note.formats import Format
from export.process.worker import Limits, Worker
from tests.export.letters import letters
from tests.export.structure import read

FIGURES = """# T

| Région | Budget | Part | Solde |
|---|---|---|--:|
| Bretagne | 1 240,5 M€ | 12,25 % | −3,4 |
| Normandie | 980 M€ | 9 % | +12[^n] |
| Occitanie | 24 015,75 M€ | 0,5 % | – |
| **Total** | **26 236,25 M€** | **100 %** | **8,35** |

[^n]: Une note.
"""
MIXED = """# T

| Poste | Somme | Quand | Qui |
|---|---|---|:--|
| Un | 455 500 € | 12 mars | 7,5 |
| Deux | 4,46 Md€ | 3 mai | 12 |
"""


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    printer = Worker(Limits(seconds=90))
    yield printer
    printer.close()


@pytest.fixture(scope="module")
def figures(worker: Worker, brief: Callable[..., Brief]) -> bytes:
    return worker.pdf(brief(FIGURES))


def signs(pdf: bytes) -> list[tuple[str, float, float]]:
    """Each sign of the first page with its left and right ends."""
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[0].get_textpage()
        boxes = [text.get_charbox(at, loose=True) for at in range(text.count_chars())]
        said = text.get_text_range()
        text.close()
    return [(sign, box[0], box[2]) for sign, box in zip(said, boxes, strict=True)]


def ends(pdf: bytes, *numbers: str) -> list[float]:
    """Where the whole part of each number ends: `12|,25 %`."""
    found = signs(pdf)
    said = "".join(sign for sign, _, _ in found).translate({0xA0: " ", 0x202F: " "})
    parts = [number.partition("|") for number in numbers]
    return [found[said.index(whole + rest) + len(whole) - 1][2] for whole, _, rest in parts]


def scopes(pdf: bytes) -> list[str]:
    """What each header heads."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        tags = [thing for thing in opened.objects if isinstance(thing, pikepdf.Dictionary)]
        return [str(tag["/A"]["/Scope"]) for tag in tags if tag.get("/S") == "/TH"]


@pytest.mark.parametrize(
    "numbers",
    [
        ("1 240|,5", "980|", "24 015|,75", "26 236|,25"),
        ("12|,25 %", "9| %", "0|,5 %", "100| %"),
        ("3|,4", "12|1\r\n", "–|", "8|,35"),
    ],
)
def test_commas_stand_under_each_other(numbers: tuple[str, ...], figures: bytes) -> None:
    found = ends(figures, *numbers)
    assert max(found) - min(found) < 0.4


def test_a_column_of_several_units_is_only_flush_right(worker: Worker, brief: Callable[..., Brief]) -> None:
    pdf = worker.pdf(brief(MIXED))

    sums, heads = ends(pdf, "455 500 €|", "4,46 Md€|"), ends(pdf, "Somme|")
    assert max(*sums, *heads) - min(*sums, *heads) < 0.2
    # Words stand at the left, and so does what the author has put there.
    left = {number: at for number, at, _ in signs(pdf) if number in "Q7"}
    assert left["Q"] == pytest.approx(left["7"], abs=1.5)


def test_what_is_copied_is_the_number_alone(figures: bytes, pages: Callable[[bytes], list[str]]) -> None:
    (said,) = pages(figures)

    assert {"1 240,5 M€", "980 M€", "12,25 %", "−3,4", "8,35"} <= set(said.split("\n"))


def test_heads_say_what_they_head(figures: bytes) -> None:
    assert sorted(scopes(figures)) == ["/Column"] * 4 + ["/Row"] * 4
    assert validator.validate_pdf_bytes(figures, profile="ua1").is_compliant


@pytest.mark.parametrize(
    ("table", "names"),
    [
        ("| | a |\n|---|---|\n| Un | mot |\n| Deux | mots |", True),
        ("| Année | b |\n|---|---|\n| 2024 | 3 |\n| 2025 | 4 |", True),
        ("| a | b |\n|---|---|\n| **Un** | mot |\n| **Deux** | mots |", True),
        ("| a | b |\n|---|---|\n| Un | mot |\n| Deux | mots |", False),
        ("| a | b |\n|---|---|\n| Un | 3 |\n| Un | 4 |", False),
        ("| n° | b |\n|---|---|\n| 1 | 3 |\n| 2 | 4 |", False),
    ],
)
def test_a_first_column_of_names_is_heads_of_rows(
    table: str,
    names: bool,  # noqa: FBT001
    worker: Worker,
    brief: Callable[..., Brief],
) -> None:
    found = scopes(worker.pdf(brief(f"# T\n\n{table}\n")))
    assert found.count("/Row") == 2 * names


ROWS = "\n".join(f"| Poste {number} | {number},5 |" for number in range(60))
LONG = f"# T\n\n| Poste | Somme |\n|---|---|\n{ROWS}\n\nTable: Tableau 1. Budget[^n].\n\n[^n]: Une note.\n"


@pytest.mark.first(1)
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (LONG, "Tableau 1. Budget (suite)"),
        (LONG.replace("Table: Tableau 1. Budget[^n].", ""), "Suite du tableau"),
        (f"---\nlang: en\n---\n{LONG.replace('Tableau', 'Table')}", "Table 1. Budget (continued)"),
        (LONG.replace("Budget", "Un budget " * 12), "Tableau 1 (suite)"),
    ],
)
def test_a_table_that_goes_on_says_so_to_eyes_alone(
    text: str, said: str, worker: Worker, brief: Callable[..., Brief], pages: Callable[[bytes], list[str]]
) -> None:
    pdf = worker.pdf(brief(text))

    first, *others = (page.replace("\u00a0", " ") for page in pages(pdf))
    assert len(others) > 0
    assert said not in first
    assert all(page.count(said) == 1 for page in others)
    heard = "".join(read(pdf).lines()).replace("\u00a0", " ")
    assert said not in heard
    assert heard.count("Somme") == 1
    assert validator.validate_pdf_bytes(pdf, profile="ua1").is_compliant


def test_key_figures_with_no_room_side_by_side_stand_in_rows(
    worker: Worker, brief: Callable[..., Brief], pages: Callable[[bytes], list[str]]
) -> None:
    figures = ["26 août 2026", "2,25 %", "261 797 464", "64,8 %", "3 avril 2030"]
    said = ["anticonstitutionnellement", "conventionnement", "plan", "établissement", "communes"]
    rows = "\n".join(f"| {' | '.join(row)} |" for row in (figures, ["---"] * 5, said))
    note = replace(brief(f"# T\n\n::: chiffres\n{rows}\n:::\n"), format=Format.LARGE)
    pdf = worker.pdf(note)

    assert min(letter.size for letter in letters(pdf)) >= 16
    (page,) = pages(pdf)
    words = " ".join(page.split())
    assert all(figure in words.replace("\u202f", " ").replace("\u00a0", " ") for figure in figures)
    assert all(word in words for word in said)


def test_a_break_at_a_hyphen_of_its_own_is_no_cut(
    worker: Worker, brief: Callable[..., Brief], pages: Callable[[bytes], list[str]]
) -> None:
    row = ["Villefranche-de-Rouergue", *("conventionnement" for _ in range(9))]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in (row, ["---"] * 10, row))

    said = " ".join("".join(pages(worker.pdf(brief(f"# T\n\n{table}\n")))).split())
    assert "Rouergue" in said
    assert "Plus long que sa ligne" not in said
