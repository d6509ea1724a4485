"""Where a note takes its title from."""

import pytest

from crdt.title import title_of


@pytest.mark.parametrize(
    ("markdown", "title"),
    [
        ("# Retraites : la réforme\n\ntexte", "Retraites : la réforme"),
        ("\nune ligne\n# Titre ##\n# Autre", "Titre"),
        ("## Pas un titre\ntexte", ""),
        ("#Sans espace", ""),
        ("", ""),
        ("# " + "x" * 500, "x" * 200),
    ],
)
def test_the_title_is_the_first_heading_of_the_first_level(markdown: str, title: str) -> None:
    assert title_of(markdown) == title
