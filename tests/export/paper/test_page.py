"""The sheet: what is known is shown, and nothing else."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from export.errors import TooMuch
from export.note.brief import Brief
from export.paper.page import page

ALL = """---
kind: Note thématique
theme: Logement & transition
status: Bonne à imprimer
deck: Où en est-on ?
authors: [C. Marchand, T. Okafor]
audience: La candidate
date: 11 mars 2017, 18 h 40
version: v7
classification: Diffusion restreinte
---
# Rénover <vite>

Texte.
"""


def test_a_full_card_fills_the_head_of_the_sheet(brief: Callable[..., Brief]) -> None:
    sheet = page(brief(ALL, url="https://n.example/n/x", code="7QK2-M4XD"))

    for shown in (
        "Note thématique",
        "Logement &amp; transition",
        '<span class="status ready">Bonne à imprimer</span>',
        "<h1>Rénover &lt;vite&gt;</h1>",
        "Où en est-on\u202f?",
        "C.\u00a0Marchand, T.\u00a0Okafor",
        "Destinataire</span>La candidate",
        "Arrêtée au</span>11\u00a0mars\u00a02017, 18\u00a0h\u00a040<br>v7",
        "Lecture</span>1\u00a0min",
        "<b>7QK2-M4XD</b>",
        'data-left="Diffusion restreinte"',
        'data-middle="v7 · 25\u00a0novembre\u00a02026, 12\u00a0h\u00a005"',
    ):
        assert shown in sheet.html
    assert sheet.pictures["qr.svg"].startswith(b"<svg")


def test_the_letters_of_an_ordinal_are_raised_in_a_french_title(brief: Callable[..., Brief]) -> None:
    assert '<h1>Le 1<sup class="ordinal">er</sup> train</h1>' in page(brief("# Le 1er train")).html
    assert "<h1>The 1er train</h1>" in page(brief("---\nlang: en\n---\n# The 1er train")).html


def test_an_unknown_card_leaves_no_empty_place(brief: Callable[..., Brief]) -> None:
    sheet = page(brief("# Titre"))

    for absent in ("status", "theme", "deck", "qr", "Rédaction", "Destinataire", "Arrêtée"):
        assert absent not in sheet.html
    assert "Imprimée le</span>25\u00a0novembre\u00a02026, 12\u00a0h\u00a005" in sheet.html
    assert 'data-left="25\u00a0novembre\u00a02026, 12\u00a0h\u00a005" data-middle=""' in sheet.html
    assert sheet.pictures == {}


def test_a_draft_has_an_outlined_pill(brief: Callable[..., Brief]) -> None:
    assert '<span class="status">À relire</span>' in page(brief("---\nstatut: À relire\n---\n# T")).html


def test_an_english_note_has_english_words(brief: Callable[..., Brief]) -> None:
    html = page(brief("# Stations\n\nThe trains are there, and the rails too.")).html

    assert '<html lang="en">' in html
    assert "Printed</span>25\u00a0November\u00a02026, 12:05" in html
    assert "End of the note" in html


def test_what_a_card_says_is_text(brief: Callable[..., Brief]) -> None:
    attack = '"><script>alert(1)</script><img src=x>'
    note = Brief(
        title=attack,
        body="",
        printed_at=brief("# T").printed_at,
        lang="fr",
        kind=attack,
        theme=attack,
        status=attack,
        authors=(attack,),
        audience=attack,
        date=attack,
        classification=attack,
        deck=attack,
        version=attack,
        url="https://x.example/" + attack,
        code=attack,
    )

    html = page(note).html

    assert "<script" not in html
    assert "<img src=x" not in html


def test_a_card_that_is_a_text_of_its_own_is_refused(brief: Callable[..., Brief]) -> None:
    with pytest.raises(TooMuch, match="card"):
        page(replace(brief("# T"), deck="mot " * 600))


def test_the_foot_says_which_edition_it_is_and_whose_copy(brief: Callable[..., Brief]) -> None:
    note = replace(brief(ALL), edition=3, copy_number=1, recipient="L. Benali")

    html = page(note).html

    assert 'data-left="Diffusion restreinte\nExemplaire n°\u00a001\u00a0— L.\u00a0Benali"' in html
    assert 'data-middle="Édition 3 · v7 · 25\u00a0novembre\u00a02026, 12\u00a0h\u00a005"' in html
    assert 'data-whole="Diffusion restreinte · Exemplaire n°\u00a001' in html


def test_a_watermark_is_a_picture_behind_the_text(brief: Callable[..., Brief]) -> None:
    sheet = page(replace(brief("# T"), watermark="<L. Benali>\u2029"))

    drawn = sheet.pictures["watermark.svg"]
    assert b"<path" in drawn
    assert b"Benali" not in drawn, "its letters are drawn, so that no face is missing"
    assert "pochette:watermark.svg" in sheet.html
    assert "watermark" not in page(replace(brief("# T"), watermark="\u2029 ")).html


def test_the_head_counts_what_is_not_sure_and_what_is_new(brief: Callable[..., Brief]) -> None:
    old = "# T\n\nUn.\n\nDeux."
    new = replace(brief("# T\n\nUn [à vérifier].\n\nTrois [à vérifier : oui]."), previous=old)

    assert "2\u00a0points à vérifier, surlignés dans le texte" in page(new).html
    assert "2 passages ont changé depuis l’édition précédente\u00a0: barres en marge." in page(new).html
    assert "depuis l’édition n°\u00a02\u00a0: barres" in page(replace(new, previous_edition=2)).html
    assert "Rien n’a changé" in page(replace(brief(old), previous=old)).html
    assert "édition" not in page(brief(old)).html
    assert page(new).has_bars
    assert not page(brief(old)).has_bars


def test_an_edition_whose_card_cannot_be_read_any_more_gives_no_bars(brief: Callable[..., Brief]) -> None:
    assert not page(replace(brief("# T\n\nUn."), previous="---\ntitre: 'x\n---\n# T")).has_bars


def test_images_that_weigh_too_much_together_are_refused(brief: Callable[..., Brief]) -> None:
    with pytest.raises(TooMuch, match=r"images together\): 120 MB, at most 100 MB"):
        page(replace(brief("# T"), images={f"abcdefg{n}": bytes(30_000_000) for n in range(4)}))
