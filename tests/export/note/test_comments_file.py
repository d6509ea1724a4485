"""Comments in a Markdown file: behind the note, read back, and never taken for a word of it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.note.comments import Comment, State, Thread, in_order
from export.note.comments_file import MARK, section, take_comments, with_comments

NOON = datetime(2026, 11, 25, 12, 5, tzinfo=UTC)
TEXT = "# Eau\n\nLe prix est libre.[^1]\n\nLe prix est *libre*, encore.\n\n[^1]: Arrêté du 3 mars.\n"
SPOKEN = st.text(
    st.sampled_from("a é#-+=*_`[]<>()!.:|~&\\1\n→· ") | st.characters(categories=["L", "P"]),
    min_size=1,
    max_size=40,
).filter(lambda said: said == said.strip() and said)


def thread(quote: str, *said: str, place: int | None = None, **more: object) -> Thread:
    comments = tuple(Comment(at=NOON, name="Inès", text=text) for text in said)
    return Thread(quote=quote, place=place, comments=comments, **more)  # type: ignore[arg-type]


@given(SPOKEN, SPOKEN, SPOKEN, st.sampled_from(State), st.sampled_from(["fr", "en"]))
def test_what_was_said_is_read_back_whatever_it_is(
    quote: str, proposed: str, said: str, state: State, lang: str
) -> None:
    threads = (thread(quote, said, proposed, state=state, proposed=proposed), thread("", said))

    text, read = take_comments(with_comments(TEXT, TEXT, threads, lang))

    assert (text, read) == (TEXT, threads)


def test_a_passage_is_found_on_its_line_below_the_card() -> None:
    end = TEXT.index("libre*") + len("libre")
    threads = (thread("libre", "Source ?", place=end), thread("absent", "Où ?"))
    file = f"---\nkind: Note\n---\n\n{TEXT}"
    written = with_comments(file, TEXT, threads, "fr")
    assert "### C1 · ligne 9 · ouvert\n\n> libre\n\n- **Inès** 2026-11-25 12:05+00:00\n  Source ?" in written
    assert "### C2 · sur un passage qui n’est plus dans le texte · ouvert" in written
    text, read = take_comments(written)
    assert text == file
    assert [one.place for one in read] == [end + len(file) - len(TEXT), None]


def test_a_passage_that_says_something_else_by_now_keeps_its_line() -> None:
    end = TEXT.index(" encore")
    written = with_comments(TEXT, TEXT, (thread("libre, dit-on", "Source ?", place=end),), "fr")
    _, (read,) = take_comments(written)
    assert TEXT[: read.place].endswith("encore.")


def test_windows_lines_are_read_too() -> None:
    written = with_comments(TEXT, TEXT, (thread("libre", "Source ?\nOui.", place=30),), "fr")
    text, (read,) = take_comments(written.replace("\n", "\r\n"))
    assert read.comments[0].text == "Source ?\nOui."
    assert text.startswith("# Eau")


@pytest.mark.parametrize(
    "behind",
    [
        "",
        "Un paragraphe de la note.\n",
        "## Commentaires\n\n### C1 · ouvert\n\nUn texte.\n",
        "## Commentaires\n\n### C1 · peut-être\n\n> a\n",
        "## Commentaires\n\n### C1 · ouvert\n\n> a\n\n- Inès\n",
        "## Commentaires\n\nDeux lignes\n\nde trop\n\n### C1 · ouvert\n\n> a\n",
    ],
)
def test_what_is_not_of_the_form_is_text(behind: str) -> None:
    file = f"{TEXT}\n{MARK}\n\n{behind}"
    assert take_comments(file) == (file, ())


def test_a_file_without_comments_is_the_note() -> None:
    assert with_comments(TEXT, TEXT, (), "fr") == TEXT
    assert take_comments(TEXT) == (TEXT, ())
    assert section((), "fr") == ""


def test_files_of_other_programs_say_the_day() -> None:
    said = section(in_order([thread("", "Oui."), thread("libre", "Non.", place=3)]), "en")
    assert said.startswith(
        "## Comments\n\n*What follows was said alongside the note and is not part of it.*\n"
    )
    assert said.index("> libre") < said.index("### About the whole note")
    assert "- **Inès** 25 November 2026, 12:05\n  Non." in said
