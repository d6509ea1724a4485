"""From the text of a note to what is printed."""

import contextlib
import time
from datetime import UTC, datetime

import pytest

from export.errors import BadCard
from export.note.brief import read_brief
from export.note.title import plain, title_of

NOON = datetime(2026, 11, 25, 12, 5, tzinfo=UTC)


def test_the_first_heading_is_the_title_and_leaves_the_body() -> None:
    note = read_brief("# Rouvrir les *petites* gares #\n\nTexte.\n\n# Suite\n", printed_at=NOON)

    assert note.title == "Rouvrir les petites gares"
    assert note.body == "Texte.\n\n# Suite\n"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", "Note sans titre"),
        ("Le *texte*.", "Le texte."),
        ("## Sous-titre", "Sous-titre"),
        ("#hashtag", "#hashtag"),
        ("# ", "Note sans titre"),
        ("```\n# code\n```\n", "Note sans titre"),
    ],
)
def test_a_note_without_a_heading_is_called_by_its_first_words(text: str, name: str) -> None:
    brief = read_brief(text, printed_at=NOON)
    assert (brief.title, brief.has_title, brief.body) == (name, False, text)
    assert brief.markdown.strip() == text.strip()


def test_a_heading_after_a_block_of_code_is_the_title() -> None:
    assert title_of("````\n```\n# code\n````\n# Titre\n") == "Titre"


def test_a_card_wins_over_what_the_server_knows() -> None:
    note = read_brief(
        "---\nauteurs: [C. Marchand, T. Okafor]\nversion: v7\ndate: 2017-03-01\nthème: Logement\n---\n# T\n",
        printed_at=NOON,
        authors=("Visiteur",),
        version="v1",
    )

    assert note.authors == ("C. Marchand", "T. Okafor")
    assert (note.version, note.date, note.theme) == ("v7", "1er mars 2017", "Logement")


def test_what_the_server_knows_fills_what_the_card_does_not_say() -> None:
    note = read_brief(
        "# T", printed_at=NOON, authors=("Léa",), version="v1", url="https://n.example", code="7QK2"
    )

    assert (note.authors, note.version, note.url, note.code) == (("Léa",), "v1", "https://n.example", "7QK2")


def test_a_title_on_the_card_keeps_another_heading_in_the_body() -> None:
    same = read_brief("---\ntitre: Le plan\n---\n# Le **plan**\n\nTexte", printed_at=NOON)
    other = read_brief("---\ntitre: Le plan\n---\n# Le constat\n\nTexte", printed_at=NOON)

    assert (same.title, same.body) == ("Le plan", "Texte\n")
    assert (other.title, other.body) == ("Le plan", "# Le constat\n\nTexte")


def test_the_language_is_that_of_the_text_unless_the_card_says_it() -> None:
    assert read_brief("# T\n\nThe trains are there and the rails too.", printed_at=NOON).lang == "en"
    assert read_brief("# T\n\nLes trains sont là et les rails aussi.", printed_at=NOON).lang == "fr"
    assert read_brief("---\nlang: en\n---\n# T\n\nLes trains sont là.", printed_at=NOON).lang == "en"
    assert read_brief('---\nlang: "><script>"\n---\n# T', printed_at=NOON).lang == "fr"


def test_a_brief_gives_back_its_file() -> None:
    text = "---\ntheme: Logement\nauthors:\n- A. B\n---\n\n# Le plan\n\nTexte.\n"

    assert read_brief(text, printed_at=NOON).markdown == text


def test_controls_and_separators_leave_the_text() -> None:
    note = read_brief("# A\u2029b\x00\r\n\r\nc\u2028d\x85e\ud800f e\u0301", printed_at=NOON)

    assert (note.title, note.body) == ("A b", "c def \u00e9\n")


def test_reading_takes_a_minute_at_least() -> None:
    assert read_brief("# T", printed_at=NOON).minutes == 1
    assert read_brief("# T\n\n" + "mot " * 1_100, printed_at=NOON).minutes == 5


def test_a_line_loses_its_marks_but_not_its_words() -> None:
    assert (
        plain("**Rénover** [vite](#x) `x_y` et snake_case \\* _fin_")
        == "Rénover vite x_y et snake_case * fin"
    )


@pytest.mark.parametrize(
    "text", ["Note de x_8sGq-_", "3 * 4 et 5 * 6", "Le fichier budget_", "C:\\temp", "Un * seul", "a_b_c ~ 2"]
)
def test_a_sign_that_marks_nothing_is_a_letter(text: str) -> None:
    assert plain(text) == title_of(f"# {text}\n") == text


@pytest.mark.parametrize(
    "text",
    [
        "---\n" + "# " * 30_000 + "\n---\n",
        "---\n" + "a: " * 2_500 + "\n---\n",
        "---\n" * 50_000,
        "# " + "[" * 100_000,
        "#" + " \t" * 100_000 + "#",
        "```\n" * 60_000,
        "#\n" * 100_000,
        "a" * 300_000,
    ],
)
def test_no_text_holds_up_the_server(text: str) -> None:
    """The server itself reads the brief, in a time that grows with the text and no faster."""
    began = time.process_time()
    with contextlib.suppress(BadCard):
        read_brief(text, printed_at=NOON)
    assert time.process_time() - began < 2
