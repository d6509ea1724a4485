"""A word that is longer than any line is cut: who prints is told, and the sheet says nothing of it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from export.note.brief import Brief
from export.note.formats import Format
from export.process.worker import Worker

LONG = "9a" * 80


def test_the_first_is_told_and_not_printed(
    worker: Worker, brief: Callable[..., Brief], pages: Callable[[bytes], list[str]]
) -> None:
    count, _, pdf = worker.located_pdf(brief(f"# T\n\n`court` et {LONG}\n"))

    assert count.cut == LONG
    assert "coupé" not in "".join(pages(pdf))


@pytest.mark.parametrize(
    "address",
    [
        "eau.campagne.example/simulateur",
        "https://eau.campagne.example/simulateur/de/facture?commune=Rennes&annee=2027",
        "Saint-Germain-en-Laye-sous-les-bois-et-ailleurs-encore-un-peu",
    ],
)
@pytest.mark.parametrize("format_", [Format.NOTE, Format.POCKET])
def test_an_address_that_ends_its_line_behind_a_slash_is_not_cut(
    worker: Worker, brief: Callable[..., Brief], address: str, format_: Format
) -> None:
    text = (
        "# T\n\n| Il dira | Nous répondons |\n|:--|:--|\n"
        f"| « Écologie punitive » | Huit foyers sur dix paieront moins. Calculez : {address} |\n\n"
        f"Une phrase assez longue pour que l’adresse vienne à la fin de sa ligne : {address}\n"
    )
    assert worker.located_pdf(replace(brief(text), format=format_))[0].cut == ""


@pytest.mark.first(2)
@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("x" * 90, "x" * 90),
        (f"| a | b |\n|---|---|\n| {'1' * 400} | b |", "1" * 400),
        ("x" * 40, ""),
        (f"a {'b' * 19} c " * 40, ""),
        ("https://example.org/" + "a/" * 90, ""),
        (f"```\n{'x' * 90}\n```", ""),
    ],
    ids=["text", "cell", "short", "many", "address", "code"],
)
def test_what_is_longer_than_its_line_is_told(
    worker: Worker, brief: Callable[..., Brief], text: str, cut: str
) -> None:
    assert worker.located_pdf(brief(f"# T\n\n{text}"))[0].cut == cut
