"""`[à vérifier]` in a text."""

import pytest

from export.note.marks import Mark, marks


@pytest.mark.parametrize(
    "mark",
    [
        "[à vérifier]",
        "[À VÉRIFIER]",
        "[a verifier]",
        "[à vérifier : le chiffre]",
        "[to check]",
        "[to be checked]",
    ],
)
def test_a_mark_is_found_however_it_is_typed(mark: str) -> None:
    assert marks(f"Il y en a 12 {mark}.") == [Mark(1, "", f"Il y en a 12 {mark}.")]


def test_each_mark_is_told_with_its_line_and_heading() -> None:
    text = "# Note\n\n## Coût\n\nDix [à vérifier] et vingt [à vérifier].\n\n## Fin [à vérifier]\n"
    assert [(mark.line, mark.heading) for mark in marks(text)] == [
        (5, "Coût"),
        (5, "Coût"),
        (7, "Fin [à vérifier]"),
    ]


def test_a_long_line_is_cut_around_the_mark() -> None:
    (mark,) = marks("x" * 100 + " [à vérifier] " + "y" * 100)
    assert mark.words == "…" + "x" * 39 + " [à vérifier] " + "y" * 39 + "…"


@pytest.mark.parametrize(
    "text", ["à vérifier", "[à vérifierons]", "[à\nvérifier]", "```\n[à vérifier]\n```", "[vérifié](x)"]
)
def test_what_is_no_mark_is_not_counted(text: str) -> None:
    assert marks(text) == []
