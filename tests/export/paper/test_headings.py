"""A heading goes with what follows it, also where that turns the page, has notes, or is moved to fill one."""

import os
import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from export.note.brief import Brief
from export.note.formats import Format
from export.paper.engine import PrintEngine
from export.paper.filling import white
from export.paper.page import page
from export.patches.boxes import page_boxes
from tests.export import sheets

_SENTENCES = (
    "Le conseil délibère le 2 avril ; le préfet a donné son accord de principe.",
    "Elle porte le dossier depuis 2021 et souhaite que la visite commence par la criée.",
    "Le permis est délivré depuis le 9 janvier, mais deux recours sont pendants.",
    "Cent quatre-vingts jours en moyenne, dont soixante de recours.",
)
_COLUMNS = (
    *("Région", "Gares", "Voie (km)", "Coût total", "Part de l’État", "Part de la région"),
    *("Premiers travaux", "Mise en service", "Voyageurs par an", *range(2027, 2032)),
)
_ROW = (
    *("Auvergne-Rhône-Alpes", "171", "612", "3 214,50 M€", "1 928,70 M€", "1 285,80 M€"),
    *("01/03/2028", "15/12/2031", "14 320 000", *["1 285,80 M€"] * 5),
)
MANY = int(os.environ.get("POCHETTE_PRINTED_NOTES", "5"))


def _note(chance: random.Random) -> str:
    """Headings over text with and without notes, over tables that turn the page, boxes, charts, lists."""

    def text() -> str:
        return " ".join(chance.choices(_SENTENCES, k=chance.randint(1, 4)))

    def noted() -> str:
        return f"{text()}^[{text()}]"

    def table() -> str:
        columns = chance.choice((4, 9, 14))
        rows = [_COLUMNS[:columns], ["---"] * columns, *[_ROW[:columns]] * chance.randint(2, 12)]
        caption = chance.choice(("", "\n\nTableau : Coût.", "\n\nSource : contrats de plan."))
        return "\n".join(f"| {' | '.join(map(str, row))} |" for row in rows) + caption

    def chart() -> str:
        bars = "".join(f"Gare {n};{n}\n" for n in range(1, chance.choice((3, 9, 16))))
        return f"```graphique Les gares\n{bars}```"

    def listed() -> str:
        return "\n".join(f"- {text()}" for _ in range(chance.randint(2, 5)))

    def part() -> str:
        heading = f"{chance.choice(('##', '##', '###'))} Titre {chance.randint(1, 99)}"
        under = chance.choice((text, noted, table, chart, listed, lambda: f":::retenir\n{text()}\n:::"))
        return f"{heading}\n\n{under()}"

    def announced() -> str:
        return f"## Titre\n\n{chance.choice((text, noted))()}\n\n{table()}"

    ways = (*([text] * 6), noted, chart, *([part] * 3), announced)
    return "# T\n\n" + "\n\n".join(chance.choice(ways)() for _ in range(chance.randint(8, 24)))


def _by_chance(shape: Format, number: int, brief: Callable[..., Brief]) -> Brief:
    chance = random.Random(f"{shape} {number}")
    return replace(brief(_note(chance)), format=shape, pages_wanted=chance.choice((0, 0, 3)))


@pytest.mark.parametrize("shape", Format)
def test_no_heading_stands_alone_at_a_foot(
    shape: Format, press: PrintEngine, brief: Callable[..., Brief]
) -> None:
    turned = 0
    for number in range(MANY):
        document = press.laid_out(page(_by_chance(shape, number, brief)))

        assert not sheets.heads_at_the_foot(document), number
        assert not sheets.outside(document), number
        turned += sum(map(white.is_turned, page_boxes(document)))
    assert turned > MANY / 3


def _wide(columns: int) -> str:
    rows = [_COLUMNS[:columns], ["---"] * columns, *[_ROW[:columns]] * 6]
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in rows)


def test_a_heading_turns_with_the_text_between_it_and_a_table(
    press: PrintEngine, brief: Callable[..., Brief]
) -> None:
    """Wherever it stands on the page before: text of which a part is there goes beside the table."""
    noted = f"{' '.join(_SENTENCES)}^[Loi du 3 mars 2027.]"
    behind = "\n\n".join(_SENTENCES * 2)
    for lines in range(4, 16):
        before = "\n\n".join(["Une ligne."] * lines)
        text = f"# T\n\n{before}\n\n## Coût\n\n{noted}\n\n{_wide(9)}\n\n## Ensuite\n\n{behind}"
        document = press.laid_out(page(replace(brief(text), format=Format.LARGE)))

        assert not sheets.heads_at_the_foot(document), lines


@pytest.mark.parametrize("columns", [9, 14])
def test_the_source_of_a_turned_table_stands_under_it(
    columns: int, press: PrintEngine, brief: Callable[..., Brief]
) -> None:
    text = " ".join(_SENTENCES * 3)
    note = brief(
        f"# T\n\n{text}\n\n{_wide(columns)}\n\nSource : contrats de plan.\n\nLecture : par région.\n\n{text}"
    )
    said = sheets.said(press.laid_out(page(replace(note, format=Format.LARGE))))

    (on,) = (words for words in said if "Source : contrats" in words)
    assert "14 320 000" in on
    assert "Lecture :" in on
