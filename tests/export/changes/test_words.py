"""Words that say the same are equal, in whatever typography; a number is one word with its unit."""

import pytest

from export.changes.words import WHOLE, words


def _folded(text: str) -> list[str]:
    return [word.folded for word in words(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("l'État", "l’État"),
        ('il dit "non"', "il dit «\u00a0non\u00a0»"),
        ("peut-être", "peut‑être"),
        ("Paris-Lyon", "Paris – Lyon"),
        ("100 000 logements", "100\u202f000 logements"),
        ("100000", "100\u00a0000"),
        ("640 M€", "640\u202fM€"),
        ("640M€", "640\u00a0M€"),
        ("9,4%", "9,4\u202f%"),
        ("Non ; oui…", "Non, oui."),
        ("anti\u00adconstitutionnel", "anticonstitutionnel"),
        ("−5 %", "-5 %"),
    ],
)
def test_typography_and_spaces_do_not_count(one: str, other: str) -> None:
    assert _folded(one) == _folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("état", "État"),
        ("580 M€", "640 M€"),
        ("580 M€", "580 Md€"),
        ("5 %", "-5 %"),
        ("1,1 million", "1.1 million"),
        ("x²", "x³"),
        ("✓", "✗"),
        ("a + b", "a = b"),
        ("cote", "côte"),
        ("Oui.", "Oui ?"),
        ("Oui ?", "Oui !"),
    ],
)
def test_letters_case_signs_and_figures_count(one: str, other: str) -> None:
    assert _folded(one) != _folded(other)


def test_a_number_is_one_word_with_its_thousands_its_sign_and_its_unit() -> None:
    text = "en 2017 500 foyers, 3,1 millions, 2020-2025, 120 km, +3 °C, le 1er, XXIe, 21 h 40"

    assert _folded(text) == [
        *("en", "2017", "500", "foyers", "3,1millions", "2020", "2025", "120km", "+3°C"),
        *("le", "1er", "XXIe", "21h", "40"),
    ]


def test_signs_that_only_part_words_are_none() -> None:
    assert _folded("— … « » ( ) * _ / | ;") == []


def test_each_word_knows_its_place() -> None:
    text = "Le coût : 640 M€."

    assert [text[word.start : word.end] for word in words(text)] == ["Le", "coût", "640 M€"]


def test_a_thing_that_is_one_word_says_what_it_is_told_to_say() -> None:
    assert [word.folded for word in words(f"a {WHOLE * 4} b", {2: "f(x) = y"})] == ["a", "f(x) = y", "b"]
