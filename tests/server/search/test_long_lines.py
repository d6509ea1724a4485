"""A note of one line of two megabytes: read in pieces, in steps that grow with the line and no faster."""

import random
from datetime import UTC
from itertools import pairwise
from typing import Final

import pytest

from server.search.rules.plain import clean, lines
from server.search.rules.query import parse
from server.search.rules.snippets import snippets
from server.search.rules.words import spotted, tokens, words_of
from tests.cpu import cpu_time

LONG: Final = 40_000
# Each took seconds of the interpreter, which lets nobody else run, and four times as many when twice as long.
LINES: Final = {
    "heading": "# a" + " " * LONG + "b",
    "rule under a row": "x\n-" + " " * LONG + "x",
    "rule of a table": "| a |\n| -" + " " * LONG + "x",
    "row": "| a" + " " * LONG + "b |",
    "address": "<" + "@" * LONG,
    "items": "- " * LONG + "x",
}
# What a number, a name or a word can go on with behind the end of a piece.
PARTS: Final = (
    "1",
    " ",
    "2",
    "34",
    "567",
    "0",
    "n°",
    "l'",
    "d’",
    "é",
    "mot",
    "aujourd'hui",
    ".",
    ",",
    "-",
    "L",
)


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_no_line_takes_more_than_its_length(line: str) -> None:
    with cpu_time() as taken:
        assert any(words_of(each) for each in lines(line)) or line[0] == "<"
        assert taken() < 0.5


def test_words_are_matched_piece_by_piece_and_are_those_of_the_whole() -> None:
    chance = random.Random(1)
    for _ in range(500):
        text = " x ".join("".join(chance.choices(PARTS, k=4)) for _ in range(40))
        assert [found.span() for found in tokens(text, 40)] == [found.span() for found in tokens(text)]
    for text in ("é" * 100_000, "7" * 100_000, "! " * 50_000):
        assert all(end - begin <= 16_000 for _, begin, end in spotted(text))


def test_signs_go_piece_by_piece_and_no_word_is_cut() -> None:
    typed = "Un *mot*, [un lien](https://exemple.org). " * 2_000
    assert clean(typed) == "Un mot, un lien. " * 2_000
    assert set(words_of(clean("mot " * 20_000))) == {"mot"}
    ends = [found.end() for found in tokens("mot " * 20_000)]
    assert {later - sooner for sooner, later in pairwise(ends)} == {4}


def test_a_number_that_is_no_character_stays() -> None:
    typed = f"Un mot &amp; &#{'1' * 5_000};"
    assert lines(typed) == [typed]
    assert snippets(typed, parse("mot", 1_795_860_000_000, UTC), 1).count == 1
