"""Blocks in words: what a reader of the page sees of them, and none of the signs that make it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.note.plain_block import in_words


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("## Le *coût*", "Le coût"),
        ("## Fermée ##", "Fermée"),
        ("Un **mot** et `du code`.", "Un mot et du code."),
        (
            "[le rapport](https://example.org/a_b_c) et <https://example.org>",
            "le rapport et https://example.org",
        ),
        ("Un appel[^1] suivi.", "Un appel suivi."),
        ("[^1]: La *note*.", "La note."),
        ("- un\n* deux\n+ trois", "– un\n– deux\n– trois"),
        ("1. un\n2. deux", "1. un\n2. deux"),
        ("- [ ] à faire\n- [x] fait", "☐ à faire\n☑ fait"),
        ("> Une phrase.\n> — Qui", "Une phrase.\n— Qui"),
        ("| a | **b** |\n|---|:-:|\n| 1\\|2 | <br>3 |", "a · b\n1|2 · 3"),
        ("Table : le coût", "le coût"),
        ("::: retenir\nUn texte.\n:::", "Un texte."),
        ("::: vigilance Ne **pas** dire\nUn texte.\n:::", "Ne pas dire\nUn texte."),
        ("```graphique Voyageurs\nA;12\n```", "Voyageurs\nA\u00a0: 12"),
        ("```python\nx = 1;  # *non*\n```", "x = 1;  # *non*"),
        ("Un\n\n\\newpage\n\n---\n\ndeux", "Un\ndeux"),
        ("Question\n: Réponse", "Question\nRéponse"),
        ("![Le quai](image/abcdefgh)", "Le quai"),
        ("2 * 3 * 4, a_b_c, &amp; \\*rien\\*", "2 * 3 * 4, a_b_c, & *rien*"),
        ("", ""),
    ],
)
def test_signs_are_left_out(markdown: str, words: str) -> None:
    assert in_words(markdown) == words


@given(st.text("ab *_`[]()#->|:~!\\\n1.", max_size=200))
def test_no_letter_is_lost(text: str) -> None:
    """Addresses of links, and the kinds of boxes and fences, are no words."""
    if not set("()[]~`:") & set(text):
        assert [letter for letter in in_words(text) if letter in "ab1"] == [
            letter for letter in text if letter in "ab1"
        ]


@pytest.mark.parametrize("line", ["# a" + " " * 40_000 + "b", "-" + " " * 40_000 + "x", "- " * 20_000 + "x"])
def test_no_line_takes_more_than_its_length(line: str) -> None:
    """Each took some seconds, and four times as many when twice as long, while nobody else was served."""
    begun = time.thread_time()
    assert in_words(line)
    assert time.thread_time() - begun < 0.5
