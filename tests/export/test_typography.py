"""French spaces on paper."""

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from export.typography import glue_last_word, glue_small_words, typeset

N, F = "\u202f", "\u00a0"
# What the rules look at, so that chance meets them often.
TEXTS = st.text(
    st.sampled_from("aàhmtM12 05\u00a0\u202f«»;:!?%€\"'’.,–—()\nk²€°CpPXVe/@w|")
    | st.characters(codec="utf-8")
)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Quoi ? Oui ! Bien ; donc : non", f"Quoi{N}? Oui{N}! Bien{N}; donc{F}: non"),
        ("Quoi? Oui! Bien; donc: non", f"Quoi{N}? Oui{N}! Bien{N}; donc{F}: non"),
        ("Vraiment ?! (ou pas ?)", f"Vraiment{N}?! (ou pas{N}?)"),
        ("« Bonjour » et «bonsoir»", f"«{N}Bonjour{N}» et «{N}bonsoir{N}»"),
        ('dire "oui" et "peut-être"', f"dire «{N}oui{N}» et «{N}peut-être{N}»"),
        ("l'eau d'Évian", "l’eau d’Évian"),
        ("8,1 % ou 8,1% de 640 € et 640€", f"8,1{F}% ou 8,1{F}% de 640{F}€ et 640{F}€"),
        ("1 450 000 M€", f"1{N}450{N}000{F}M€"),
        ("en 2017 500 foyers", "en 2017 500 foyers"),
        ("06 12 34 56 78", "06 12 34 56 78"),
        ("le 14 mars à 18 h 40", f"le 14{F}mars à 18{F}h{F}40"),
        ("le 1er mars", f"le 1er{F}mars"),
        ("M. Dupont, Mme Zola, C. Marchand", f"M.{F}Dupont, Mme{F}Zola, C.{F}Marchand"),
        ("page 3, n° 5, art. 4", f"page{F}3, n°{F}5, art.{F}4"),
        ("330 kWh et 12 km", f"330{F}kWh et 12{F}km"),
        ("un mot – deux", f"un mot{F}– deux"),
        ("voir https://x.org/a?b=1;c : là", f"voir https://x.org/a?b=1;c{F}: là"),
        ("à l.dupont@example.org ?", f"à l.dupont@example.org{N}?"),
        ("de 8:30 à 9:15", "de 8:30 à 9:15"),
    ],
)
def test_french_text_gets_its_spaces(typed: str, printed: str) -> None:
    assert typeset(typed, "fr") == printed


def test_english_text_keeps_its_spaces() -> None:
    assert typeset("""Really? It's "8.1%": yes; 10 000! See p. 3.""", "en") == (
        f"Really? It’s “8.1%”: yes; 10 000! See p.{F}3."
    )


def test_a_short_last_word_is_glued_in_a_long_text_only() -> None:
    assert glue_last_word("Un texte assez long pour avoir deux lignes, oui.") == (
        f"Un texte assez long pour avoir deux lignes,{F}oui."
    )
    assert glue_last_word("Un titre court, oui.") == "Un titre court, oui."


def test_no_line_of_a_title_ends_with_a_small_word() -> None:
    assert glue_small_words("Rouvrir la gare : le plan et son coût à la fin") == (
        f"Rouvrir la{F}gare : le{F}plan et{F}son coût à{F}la{F}fin"
    )


@given(TEXTS, st.sampled_from(["fr", "en"]))
@example("«»", "fr")
@example("1 200 000 000", "fr")
@example("0 000 000?", "fr")
@settings(deadline=None, database=None, max_examples=500)
def test_setting_a_text_twice_changes_nothing(text: str, lang: str) -> None:
    once = typeset(text, lang)

    assert typeset(once, lang) == once


@given(TEXTS, st.sampled_from(["fr", "en"]))
@settings(deadline=None, database=None, max_examples=500)
def test_letters_and_figures_never_change(text: str, lang: str) -> None:
    assert letters(glue_last_word(glue_small_words(typeset(text, lang)))) == letters(text)


@pytest.mark.parametrize(
    "piece", [" ", "\u00a0", "a", "«", '"a ', "1 ", "123 ", "A. ", "p. ", "a:", "@a", "a://", "' "]
)
def test_a_long_text_takes_no_longer_than_its_length(piece: str) -> None:
    began = time.process_time()
    typeset(piece * 20_000, "fr")
    assert time.process_time() - began < 1


def letters(text: str) -> str:
    return re.sub("[ \u00a0\u202f«»“”\"'’]", "", text)
