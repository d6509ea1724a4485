"""The agenda of a pochette: what a line says, the notes it is about, and numbers that follow them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.folder.agenda import Engagement, engagements
from export.folder.references import kept, numbered

TITLES = (
    "Déplacement à Nantes",
    "Logements vacants",
    "Logements vacants à Tours",
    "Œuvres d’art : la taxe",
    "Débat",
)
WORDS = ("logements", "Vacants", "à", "Tours", "Débat", "Nantes", "déplacement", "12", "de", "la", "taxe")
LINES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(" ".join)


def notes_of(line: str, *titles: str) -> tuple[int, ...]:
    (said,) = engagements([line], titles or TITLES)
    return said.notes


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("7 h 50 Matinale (notes 1 et 4)", Engagement(time="7 h 50", what="Matinale", notes=(1, 4))),
        ("21:00 : Soirée (note 2)", Engagement(time="21:00", what="Soirée", notes=(2,))),
        ("9 am Call (notes 1 and 4)", Engagement(time="9 am", what="Call", notes=(1, 4))),
        ("Train (Notes 1-3, 5)", Engagement(time="", what="Train", notes=(1, 2, 3, 5))),
        ("Train (notes 5, et 1 à 2)", Engagement(time="", what="Train", notes=(5, 1, 2))),
        ("Radio (note 2) puis télé (note 3)", Engagement(time="", what="Radio puis télé", notes=(2, 3))),
        ("12 h Repas (studio 104)", Engagement(time="12 h", what="Repas", aside="studio 104")),
        ("Repas (note 2) (studio)", Engagement(time="", what="Repas", aside="studio", notes=(2,))),
    ],
)
def test_a_line_says_its_hour_its_words_and_its_notes(line: str, said: Engagement) -> None:
    assert engagements([line], TITLES) == (said,)


@pytest.mark.parametrize(
    "aside",
    [
        "note 9",
        "notes 1 et 9",
        "note 0",
        "note 1-3",
        "notes 3-1",
        "note 2 de la Cour",
        "notes 2026",
        "voir note 2",
    ],
)
def test_what_names_no_note_of_the_pochette_stays_text(aside: str) -> None:
    assert engagements([f"8 h Point ({aside})"], TITLES) == (
        Engagement(time="8 h", what="Point", aside=aside),
    )


def test_a_whole_title_names_its_note() -> None:
    assert notes_of("14 h Visite, logements VACANTS") == (2,)
    assert notes_of("14 h Logements vacants à Tours") == (3,)
    assert notes_of("Déplacement à Nantes, puis logements vacants") == (1, 2)
    assert notes_of("Oeuvres d'art : la taxe") == (4,)
    assert notes_of("20 h Débat") == (5,)


def test_what_could_be_another_note_names_none() -> None:
    assert notes_of("20 h Débat à Nantes") == ()
    assert notes_of("Déplacement en train à Nantes") == ()
    assert notes_of("Logements vacants", "Logements vacants", "Logements Vacants") == ()
    assert notes_of("Note sans titre", "Note sans titre") == ()
    assert notes_of("12", "12") == ()
    assert notes_of("Logements vacants (note 9)") == ()


@given(line=LINES)
def test_only_a_title_that_stands_whole_in_a_line_is_named_by_it(line: str) -> None:
    words = f" {line.casefold()} "
    for number in notes_of(line, *TITLES[:3], *TITLES[4:]):
        title = [*TITLES[:3], *TITLES[4:]][number - 1].casefold()
        assert f" {title} " in words
        assert title != "débat" or words.strip() == "débat"


@given(line=LINES, order=st.permutations(range(len(TITLES))))
def test_a_line_is_about_the_same_notes_in_any_order(line: str, order: list[int]) -> None:
    moved = [TITLES[at] for at in order]

    assert {moved[number - 1] for number in notes_of(line, *moved)} == {
        TITLES[number - 1] for number in notes_of(line)
    }


@given(line=LINES, again=st.sampled_from(TITLES))
def test_a_title_of_two_notes_names_neither(line: str, again: str) -> None:
    found = notes_of(line, *TITLES, again.upper())

    assert not {TITLES.index(again) + 1, len(TITLES) + 1} & set(found)


@given(
    named=st.lists(st.integers(1, 8), min_size=1, max_size=8, unique=True),
    joined=st.sampled_from([" et ", " and ", ", ", " & "]),
    shown=st.permutations("abcdefgh").flatmap(
        lambda order: st.integers(0, 8).map(lambda count: order[:count])
    ),
)
def test_a_number_follows_its_note(named: list[int], joined: str, shown: list[str]) -> None:
    word = "note" if len(named) == 1 else "notes"
    line = kept(f"8 h Point ({word} {joined.join(map(str, named))}) fin", "abcdefgh")
    wanted = tuple(shown.index(item) + 1 for item in ("abcdefgh"[one - 1] for one in named) if item in shown)

    assert not re.search(r"\d", line.removeprefix("8"))
    (said,) = engagements([numbered(line, shown)], ["Titre"] * len(shown))
    assert said == Engagement(time="8 h", what="Point fin", notes=wanted)
    typed = numbered(line, "abcdefgh")
    assert numbered(kept(typed, "abcdefgh"), "abcdefgh") == typed


def test_numbers_read_as_people_write_them() -> None:
    line = kept("Point (notes 1, 2, 3 et 5)", "abcde")

    assert numbered(line, "abcde") == "Point (notes 1-3 et 5)"
    assert numbered(line, "eab") == "Point (notes 2, 3 et 1)"
    assert numbered(line, "xc") == "Point (note 2)"
    assert numbered(line, "x") == "Point"
    assert kept("Point (note 9)", "abcde") == "Point (note 9)"
