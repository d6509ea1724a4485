"""A note without a title is called alike by the page and by the server."""

from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from export.note.title import first_words, name_of, plain
from tests.web.scripts import Scripts, scripts

# No emoji: CodeMirror's parser looks at half of one beside a `*`, and takes it for a letter.
PIECES = (
    *("# ", "## ", "- ", "12. ", "> ", "[ ] ", "[x] ", "**", "`", "|", "~~", "```", ":::", "[^1]", "![a](b)"),
    *("\\*", "***", "*", "__", "a_b", "` x `", "~", "[^2]", "!", "\\newpage", "````"),
    *("[mot](https://x.fr)", "Réforme ", "l’été ", "é", "𝐀", "²", " ", "\t", "\n", "\n\n", "_", "mot " * 20),
)


@pytest.fixture(scope="module")
def script() -> Iterator[Scripts]:
    with scripts() as running:
        yield running


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("\n\n- [ ] **Rouvrir** les [gares](https://x.fr)\nsuite", "Rouvrir les gares"),
        ("::: retenir\nÀ dire\n:::", "À dire"),
        ("```graphique\nA;1\n```\nAprès", "Après"),
        ("> « Non »", "« Non »"),
        ("---\n***", ""),
        ("mot " * 20, "mot " * 14 + "mot…"),
        ("x" * 70, "x" * 60 + "…"),
        ("## Partie", "Partie"),
    ],
)
def test_the_first_words_are_those_that_a_person_reads(text: str, words: str) -> None:
    assert first_words(text) == words


def test_a_title_goes_before_first_words() -> None:
    assert name_of("Un texte\n\n# Gares") == "Gares"


@example("a_b~~~~**~~")
@example("~~~dix~~~~ ~ vingt~~")
@example("\n" * 999 + "Loin")
@example("\n" * 1000 + "Trop loin")
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_the_page_and_the_server_read_the_same_words(script: Scripts, text: str) -> None:
    assert script.call("title/first-words.ts", "firstWords", text.split("\n")) == first_words(text)


@given(st.lists(st.sampled_from([one for one in PIECES if "\n" not in one]), max_size=8).map("".join))
def test_the_page_and_the_server_read_the_same_words_of_a_line(script: Scripts, line: str) -> None:
    assert script.call("text/plain.ts", "plain", line) == plain(line)
