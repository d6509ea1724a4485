"""Where a note takes its title from, in words."""

import pytest

from export.note.title import first_words, name_of, retitled, title_of


@pytest.mark.parametrize(
    ("markdown", "title"),
    [
        ("# Retraites : la réforme\n\ntexte", "Retraites : la réforme"),
        ("\nune ligne\n# Titre ##\n# Autre", "Titre"),
        ("## Pas un titre\ntexte", ""),
        ("#Sans espace", ""),
        ("", ""),
        ("# " + "x" * 400, "x" * 200),
        ("# Le *prix* du [gaz](https://x.fr)[^1]", "Le prix du gaz"),
        ("# \\*C# et snake_case\\* #", "*C# et snake_case*"),
        ("```\n# code\n```\n# Titre", "Titre"),
        ("# ![](image/x)\n# Titre", "Titre"),
    ],
)
def test_the_title_is_the_first_heading_of_the_first_level(markdown: str, title: str) -> None:
    assert title_of(markdown) == title


@pytest.mark.parametrize(
    "title", ["Le *prix*", "2 * 3", "[a](b)", "[^1]", "C#", "C #", "`x`", "AT&amp;T", "a_b"]
)
@pytest.mark.parametrize("text", ["", "mot\n", "```\n# code\n```\n\n# Le **plan**\n\nmot\n"])
def test_another_title_is_written_as_the_words_that_were_asked_for(text: str, title: str) -> None:
    after = retitled(text, title)
    assert title_of(after) == title
    assert after.endswith("mot\n") or not text


def test_a_note_without_a_title_is_called_by_its_first_words() -> None:
    assert name_of("\\- **Le** _prix_ du `gaz` en snake_case\n") == "- Le prix du gaz en snake_case"
    assert first_words("| a | b |\n| - | - |") == "a b"
