"""The card of a note at the head of a file, and back."""

from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from export.note import frontmatter
from export.note.brief import Brief
from export.note.card import FIELDS, Card, Status, status_in, take_card, with_card
from tests.export.note.card_values import NAMES, WORDS

NOTE = Card(
    kind="Note thématique",
    theme="Logement : rénover",
    audience="La candidate",
    authors=("C. Marchand", "T. Okafor"),
    deck="Où en est-on ?",
    classification="Diffusion restreinte",
    budget=4,
    status=Status.REVIEWED,
    other={"date": "2027-03-14", "étiquettes": ("a", "b")},
)
TEXT = "# Rénover\n\nLe constat de cette note est que les logements sont froids.\n"


def test_a_card_goes_into_a_file_and_comes_back_the_same() -> None:
    file = with_card(NOTE, TEXT)
    assert file.startswith("---\n")
    assert "status: Relue\n" in file
    assert take_card(file) == (NOTE, TEXT)


@given(
    st.builds(
        Card,
        kind=WORDS,
        theme=WORDS,
        audience=WORDS,
        deck=WORDS,
        classification=WORDS,
        authors=st.lists(WORDS.filter(bool), max_size=3).map(tuple),
        budget=st.none() | st.integers(1, 200),
        status=st.sampled_from([Status.DRAFT, Status.TO_REVIEW, Status.REVIEWED]),
        other=st.dictionaries(NAMES.map(lambda name: f"x_{name}"), WORDS.filter(bool), max_size=2),
    )
)
@settings(deadline=None, database=None, max_examples=100)
def test_whatever_stands_on_a_card_comes_back(card: Card) -> None:
    assert take_card(with_card(card, TEXT)) == (card, TEXT)


def test_a_note_without_a_card_is_its_text_alone() -> None:
    assert with_card(Card(), TEXT) == TEXT
    assert take_card(TEXT) == (Card(), TEXT)


def test_paper_says_that_a_note_is_a_draft_and_a_file_needs_not() -> None:
    assert "status: Brouillon\n" in with_card(Card(), TEXT, says_draft=True)
    assert "status: Draft\n" in with_card(Card(), "# Rail\n\nThis is the case for it.\n", says_draft=True)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("À relire", Status.TO_REVIEW),
        ("à relire", Status.TO_REVIEW),
        ("To review", Status.TO_REVIEW),
        ("reviewed", Status.REVIEWED),
        ("Bonne à imprimer", Status.REVIEWED),
        ("published", Status.DRAFT),
    ],
)
def test_a_status_from_elsewhere_is_understood_and_never_more_than_reviewed(
    said: str, status: Status
) -> None:
    card, _ = take_card(f"---\nstatut: {said}\n---\n\nTexte\n")
    assert card.status is status


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("---\ntitre: Rénover\n---\n\nTexte\n", "# Rénover\n\nTexte\n"),
        ("---\ntitle: Rénover\n---\n\n# Rénover\n\nTexte\n", "# Rénover\n\nTexte\n"),
        ("---\ntitle: Rénover\n---\n\n# Autre\n", "# Rénover\n\n# Autre\n"),
    ],
)
def test_a_title_on_a_card_goes_into_the_text(file: str, text: str) -> None:
    assert take_card(file)[1] == text


def test_names_in_both_languages_are_understood_and_authors_may_be_one_line() -> None:
    card, _ = take_card("---\nType: Note\nThème: Eau\nauteurs: A. B, C. D\nbudget: 2\npages: 9\n---\n")
    assert (card.kind, card.theme, card.authors, card.budget) == ("Note", "Eau", ("A. B", "C. D"), 2)
    assert card.other == {}


@pytest.mark.parametrize("said", ["0", "-1", "201", "beaucoup", "1.5"])
def test_a_number_of_pages_that_cannot_be_is_left_out(said: str) -> None:
    assert take_card(f"---\npages: {said}\n---\n")[0].budget is None


def test_a_card_typed_into_the_text_fills_the_gaps_of_the_row() -> None:
    file = with_card(Card(kind="Note"), "---\ntype: Fiche\ndate: 2027-03-14\n---\n\nTexte\n")
    assert file == "---\nkind: Note\ndate: '2027-03-14'\n---\n\nTexte\n"


def test_every_status_has_a_name_in_both_languages() -> None:
    assert [status_in(status, "fr") for status in Status] == [
        "Brouillon",
        "À relire",
        "Relue",
        "Bonne à imprimer",
    ]
    assert [status_in(status, "en-GB") for status in Status] == [
        "Draft",
        "To review",
        "Reviewed",
        "Ready to print",
    ]


def test_each_field_has_a_name_in_a_file_and_the_others_are_no_fields() -> None:
    assert set(frontmatter.NAMES) - {one.name for one in FIELDS} == {"title", "date", "version", "lang"}
    assert {one.name for one in FIELDS} <= set(frontmatter.NAMES)


def test_no_name_in_a_file_means_two_fields() -> None:
    names = [name for its in frontmatter.NAMES.values() for name in its]
    assert len(set(names)) == len(names)


def test_a_card_and_a_brief_have_each_field() -> None:
    for kind in (Card, Brief):
        assert {one.name for one in FIELDS} <= {one.name for one in fields(kind)}
