"""Links to a heading of the same note say on paper on which page it is, also inside a pochette."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from export.folder.folder import counted_from
from export.note.brief import Brief
from export.note.formats import Format
from export.process.worker import Worker

Pages = Callable[[bytes], list[str]]
Read = Callable[..., Brief]

_PAGE = "Une phrase de texte qui coule sur une ligne. " * 70
TEXT = f"""# Gares

Voir [le coût](#coût), [les gares](#gares-rurales), puis [Paris](https://example.org).[^1]

## Gares rurales

{_PAGE}

{_PAGE}

## Coût

Comme dit [plus haut](#gares-rurales), [nulle part](#absent).

[^1]: Selon [le calcul](#coût).
"""


def read(printed: list[str]) -> tuple[list[str], int]:
    """The words of each page, and the number of the one with the last heading."""
    sheets = [" ".join(re.sub("[\u00a0\u202f]", " ", sheet).split()) for sheet in printed]
    (at,) = [number for number, sheet in enumerate(sheets, 1) if "Comme dit" in sheet]
    return sheets, at


@pytest.mark.parametrize("shape", Format)
def test_a_link_to_a_heading_says_its_page(shape: Format, worker: Worker, brief: Read, pages: Pages) -> None:
    sheets, at = read(pages(worker.pdf(replace(brief(TEXT), format=shape, pages_wanted=0))))

    assert at > 2
    assert f"Voir le coût, p. {at}, les gares, p. 1, puis Paris." in sheets[0]
    assert f"Selon le calcul, p. {at}." in sheets[0]
    assert "Comme dit plus haut, p. 1, nulle part." in sheets[at - 1]


def test_an_english_note_says_it_too(print_note: Callable[..., bytes], pages: Pages) -> None:
    printed = print_note("# Stations\n\nThis is [the cost](#the-cost) of it.\n\n## The cost\n\nAnd so on.\n")

    assert "This is the cost, p. 1 of it." in pages(printed)[0].replace("\u00a0", " ")


def test_a_note_in_a_pochette_counts_from_where_it_begins(worker: Worker, brief: Read, pages: Pages) -> None:
    sheets, at = read(pages(worker.pdf(counted_from(brief(TEXT), 7))))

    assert f"Voir le coût, p. {at + 6}, les gares, p. 7" in sheets[0]
    assert "plus haut, p. 7" in sheets[at - 1]


@pytest.mark.parametrize(
    "text", ["Voir [a](#a).", "Voir [a][b].\n\n[b]: #a", "Voir [a](<#a>).", "mot " * 2_000]
)
def test_only_a_note_that_says_pages_of_its_own_prints_for_its_place(text: str, brief: Read) -> None:
    plain = brief("# T\n\nUn [lien](https://example.org/#a) et un #mot.\n")

    assert counted_from(brief(f"# T\n\n{text}\n"), 7).first_page == 7
    assert counted_from(plain, 7) is plain
