"""Words: what is one word for whoever searches, and what is not."""

import re
import unicodedata
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.search.rules.folding import fold
from server.search.rules.stems import stem
from server.search.rules.words import spotted, words_of

# Letters, signs and spaces of French notes, and everything else now and then.
LETTERS = "aàâbcçdeéèêëfghiîïjklmnoôœpqrstuùûüvwxyzæAÉŒÇ0123456789'’ -.,;:!?()«»\u00a0\u202f\u0301€%°_*#\n"
TEXTS = st.text(st.one_of(st.sampled_from(LETTERS), st.characters(codec="utf-8")), max_size=60)
FRENCH = st.text(st.sampled_from(LETTERS), max_size=60)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Évreux evreux ÉVREUX E\u0301vreux", ["evreu"] * 4),
        ("l’eau d'eau qu‘eau jusqu`eau lorsqu´eau", ["eau"] * 5),
        ("cœur COEUR Cœur", ["coeu"] * 3),
        ("la straße, STRASSE", ["strass"] * 2),
        ("peut-être peut être", ["peut", "etre"] * 2),
        ("aujourd’hui aujourd'hui AUJOURD’HUI", ["aujourdhui"] * 3),
        ("100 000, 100\u00a0000, 100\u202f000, 100000, 100.000, 100,000", ["100000"] * 6),
        ("13,8 % 13.8 13,8%", ["13.8"] * 3),
        ("100\u00a0 000 €", ["100000"]),
        ("1 234 567,5", ["1234567.5"]),
        ("1.234.567 1,234,567", ["1234567"] * 2),
        ("1er 1re 1ère 1ᵉʳ 1st 1ers", ["1e"] * 6),
        ("2e 2ème 2nde 2nd 2ᵉ", ["2e"] * 5),
        ("13/11/2026 13.11.2026 13-11-2026", ["13", "11", "2026"] * 3),
        ("2026-11-13", ["2026", "11", "13"]),
        ("n°12 n° 12 N°\u00a012 nº12 № 12", ["12"] * 5),
        ("6 h 12, 6h12, 6:12", ["6", "12"] * 3),
        ("46 M€, 46M€", ["46", "m"] * 2),
        ("06 12 34 56 78, 06.12.34.56.78, 0612345678", ["0612345678"] * 3),
        ("G20 CO2 CO₂ A380", ["g20", "co2", "co2", "a380"]),
        ("ines.robert@mairie.fr", ["ine", "robert", "mairi", "fr"]),
        ("https://exemple.org/plan-vélo", ["http", "exemple", "org", "plan", "velo"]),
        ("the minister’s don't", ["minister", "don"]),
        ("Ç’m, C\u0327’m", []),
        ("loge\u00adment", ["logement"]),
        ("49.3 49,3", ["49.3"] * 2),
        ("L1132-1, L. 1132-1, R123, A380", ["l", "1132", "1", "l", "1132", "1", "r", "123", "a380"]),
        ("de la et du the of", []),
        ("", []),
    ],
)
def test_what_is_typed_gives_these_words(typed: str, words: list[str]) -> None:
    assert words_of(typed) == words


@given(TEXTS)
def test_the_places_of_words_hold_themselves(text: str) -> None:
    last = 0
    for word, begin, end in spotted(text):
        assert last <= begin < end <= len(text)
        assert words_of(text[begin:end]) == [word]
        last = end


@given(FRENCH)
def test_accents_and_capitals_however_they_are_encoded_are_the_same(text: str) -> None:
    words = words_of(text)
    for other in (
        unicodedata.normalize("NFC", text),
        unicodedata.normalize("NFD", text),
        text.upper(),
        text.lower(),
    ):
        assert words_of(other) == words


@given(TEXTS, TEXTS)
def test_the_words_of_two_lines_are_those_of_each(one: str, other: str) -> None:
    assert words_of(f"{one}\n{other}") == words_of(one) + words_of(other)
    # On one line two numbers may be one, and a number may stand before its mark.
    if not re.search(r"[\d°º]\W*\Z", one):
        assert words_of(f"{one} {other}") == words_of(one) + words_of(other)


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert stem(stem(fold(text))) == stem(fold(text))


def test_a_very_long_word_is_kept_at_its_beginning() -> None:
    assert set(words_of("x" * 1_000_000)) == {"x" * 64}
    assert set(words_of("7" * 1_000_000)) == {"7" * 64}


def listed(name: str) -> list[list[str]]:
    lines = Path(__file__).with_name(name).read_text("utf-8").split("\n")
    return [line.split() for line in lines if line and not line.startswith("#")]


SAME, OTHER = listed("same_words.txt"), listed("other_words.txt")


def test_the_words_of_a_line_are_one() -> None:
    apart = [words for words in SAME if len({tuple(words_of(word)) for word in words}) != 1]
    assert apart == []
    assert sum(len(words) - 1 for words in SAME) > 500


def test_two_words_that_look_alike_stay_two() -> None:
    together = [words for words in OTHER if words_of(words[0]) == words_of(words[1])]
    assert together == []
    assert len(OTHER) > 200


def test_words_of_two_lines_are_two() -> None:
    stems = [set(words_of(words[0])) for words in SAME]
    together = [
        (a, b) for (a, one), (b, other) in combinations(zip(SAME, stems, strict=True), 2) if one == other
    ]
    assert together == []
