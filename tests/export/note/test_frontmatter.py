"""The card in front of a note."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from export.errors import BadCard
from export.note import frontmatter
from tests.export.note.card_values import NAMES, WORDS


def test_a_text_without_a_card_is_all_body() -> None:
    assert frontmatter.read("# Titre\n\nTexte.") == ({}, "# Titre\n\nTexte.")


def test_a_card_is_read_as_texts_and_lists_of_texts() -> None:
    card, body = frontmatter.read("---\ntitre: Rénover\nversion: 1.10\nauteurs: [A, B]\n---\n\nTexte\n")

    assert card == {"titre": "Rénover", "version": "1.10", "auteurs": ("A", "B")}
    assert body == "Texte\n"


def test_a_french_colon_in_a_value_needs_no_quotes() -> None:
    card, _ = frontmatter.read("---\ntitre: Rénover : le plan de l'État\nstatut: Relue\n---\n")

    assert card == {"titre": "Rénover : le plan de l'État", "statut": "Relue"}


@pytest.mark.parametrize(
    "text", ["---\nUne ligne, puis une autre.\n---\n", "---\n\n---\n", "---\nfin: jamais\n"]
)
def test_a_rule_at_the_top_of_a_text_is_no_card(text: str) -> None:
    assert frontmatter.read(text) == ({}, text)


@pytest.mark.parametrize(
    ("card", "line"),
    [
        ("titre: 'pas fini", 3),
        ("a: &x [1]\nb: *x", 1),
        ("titre: {a: b}", 1),
        ("a: " + "[" * 3_000, 1),
        ("a: " + "x" * 9_000, 1),
        ("\n".join(f"nom{i}: x" for i in range(101)), 1),
    ],
)
def test_a_card_that_cannot_be_read_says_where(card: str, line: int) -> None:
    with pytest.raises(BadCard) as refusal:
        frontmatter.read(f"---\n{card}\n---\n")

    assert refusal.value.key == "export.card"
    assert refusal.value.params == {"line": line}
    assert f"line {line}" in str(refusal.value)


@given(
    st.dictionaries(NAMES, WORDS.filter(bool) | st.lists(WORDS.filter(bool), min_size=1).map(tuple)), WORDS
)
@settings(deadline=None, database=None, max_examples=100)
def test_what_is_written_is_read_back(card: dict[str, str | tuple[str, ...]], body: str) -> None:
    assert frontmatter.read(frontmatter.write(card, body)) == (card, body)
