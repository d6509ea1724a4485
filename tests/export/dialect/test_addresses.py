"""Addresses on paper: broken after a few of their signs, never with a hyphen, copied as they were typed."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from export.note.brief import Brief
from export.note.formats import Format
from export.process.worker import Worker

ADDRESSES = (
    "https://www.exemple-departement.fr/etablissements/conventionnements?annee=2026&type=pluriannuel_2",
    "direction.generale-adjointe@collectivite-territoriale.example.org",
    "donnees.gouvernement.fr/jeux/recensement-agricole/2026/communes_nouvelles.csv",
)


@pytest.mark.first(1)
@pytest.mark.parametrize("shape", Format)
@pytest.mark.parametrize("form", ["{0}", "[{0}](https://example.org)", "<{0}>"])
def test_an_address_is_copied_as_it_was_typed(
    shape: Format, form: str, worker: Worker, brief: Callable[..., Brief], pages: Callable[[bytes], list[str]]
) -> None:
    """At every place of a line, in text, in a list and in a cell."""
    lines = []
    for number, address in enumerate(ADDRESSES * 8):
        said = form.format(address) if "<" not in form or "://" in address or "@" in address else address
        # Paragraphs of at most three lines stay on one page.
        lines.append(f"{'Mot ' * (number % 8)}voir {said}, puis.\n\n- Et {said} enfin.\n")
        lines.append(f"\n| a | b |\n|---|---|\n| {said} | |\n\n")
    note = replace(brief("# T\n\n" + "\n".join(lines)), format=shape)

    paper = re.sub(r"\s", "", "".join(pages(worker.pdf(note))))

    assert [paper.count(address) for address in ADDRESSES] == [24, 24, 24]
