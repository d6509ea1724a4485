"""Numbers of paragraphs: the same in every format, beside their lines, nowhere in the text."""

import re
from collections.abc import Callable
from dataclasses import replace

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops

from export.dialect.context import Target
from export.dialect.markdown import render
from export.note.brief import Brief
from export.note.formats import Format
from export.process.worker import Worker

TEXT = """# Titre

Un paragraphe.

## Partie

- un point
- un autre

> Une citation.
>
> Sa suite.

::: retenir
Dans l'encadré.

1. Numéroté
   - dedans
:::

| a | b |
|---|---|
| 1 | 2 |

Table : sa légende

Combien ?
: Dix.
: Ou onze.

Le dernier[^1].

[^1]: Une note, et rien d'autre.
"""
FIRST_WORDS = [
    *("Un paragraphe", "un point", "Une citation", "Dans l’encadré", "Numéroté", "Combien", "Le dernier"),
]
SENTENCE = "Un paragraphe de deux lignes, qui dit ce que tout le monde savait déjà hier. "
LONG = "# Titre\n\n" + "\n\n".join([SENTENCE * 2] * 40)
PIXELS_A_POINT = 2


def numbered(shape: Format, *, on: bool = True) -> list[tuple[int, str]]:
    """Each number with the words behind it."""
    html = render(TEXT, lang="fr", target=Target.PAPER, format=shape, numbers_paragraphs=on).html
    found = re.findall(r'data-number="(\d+)"[^>]*>(.*?)(?=data-number|\Z)', html, re.DOTALL)
    return [(int(number), re.sub(r"<[^>]*>", "", words).strip()) for number, words in found]


def pictures(pdf: bytes) -> list[Image.Image]:
    return [page.render(scale=PIXELS_A_POINT).to_pil().convert("L") for page in pdfium.PdfDocument(pdf)]


@pytest.mark.parametrize("shape", list(Format))
def test_paragraphs_lists_quotations_and_questions_have_one_number_each(shape: Format) -> None:
    found = numbered(shape)
    assert [number for number, _ in found] == list(range(1, len(FIRST_WORDS) + 1))
    said = [words.replace("\u2060", "").replace("\xa0", " ") for _, words in found]
    assert [
        first for words, first in zip(said, FIRST_WORDS, strict=True) if not words.startswith(first)
    ] == []


def test_nothing_has_a_number_where_none_is_asked_for() -> None:
    assert numbered(Format.NOTE, on=False) == []


@pytest.mark.parametrize("how", [{}, {"has_holes": True}], ids=["usual", "punched"])
@pytest.mark.parametrize("shape", list(Format))
def test_numbers_stand_in_the_margin_and_change_no_line(
    shape: Format,
    how: dict[str, bool],
    worker: Worker,
    brief: Callable[..., Brief],
    pages: Callable[[bytes], list[str]],
) -> None:
    note = replace(brief(LONG), format=shape, pages_wanted=0, **how)  # type: ignore[arg-type]
    without, with_numbers = worker.pdf(note), worker.pdf(replace(note, numbers_paragraphs=True))
    assert pages(with_numbers) == pages(without)
    assert len(pages(without)) > 1
    # On the last one no paragraph may begin.
    for bare, drawn in zip(pictures(without)[:-1], pictures(with_numbers)[:-1], strict=True):
        changed = ImageChops.difference(bare, drawn).getbbox()
        assert changed is not None
        assert min(bare.crop(changed).tobytes()) > 200
        # No more than three figures are wide, at the least size of letters that is legible.
        assert 3 <= (changed[2] - changed[0]) / PIXELS_A_POINT <= 26
        assert min(drawn.crop(changed).tobytes()) < 140


def test_an_even_page_of_the_pocket_has_them_at_its_other_side(
    worker: Worker, brief: Callable[..., Brief]
) -> None:
    note = replace(brief(LONG), format=Format.POCKET)
    pairs = zip(
        pictures(worker.pdf(note)), pictures(worker.pdf(replace(note, numbers_paragraphs=True))), strict=True
    )
    sides = []
    for bare, drawn in pairs:
        box = ImageChops.difference(bare, drawn).getbbox()
        assert box is not None
        sides.append("left" if box[0] < bare.width / 2 else "right")
    assert sides[:3] == ["right", "left", "right"]


def test_a_change_bar_stands_beside_its_number_not_over_it(
    worker: Worker, brief: Callable[..., Brief]
) -> None:
    text = "# Titre\n\n" + "\n\n".join(f"Paragraphe {number} de la note." for number in range(1, 13))
    note = replace(brief(text), previous=text.replace("de la note", "de l'ancienne"))
    bars, both = (pictures(worker.pdf(one))[0] for one in (note, replace(note, numbers_paragraphs=True)))
    drawn = ImageChops.difference(bars, both)
    box = drawn.getbbox()
    assert box is not None
    ink = ImageChops.invert(bars.crop(box))
    assert max(ink.tobytes()) < 10
