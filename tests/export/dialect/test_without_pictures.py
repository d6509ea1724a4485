"""A print without pictures leaves out those of the note, with their captions, and nothing else."""

import pytest

from export.dialect.context import Target
from export.dialect.markdown import render

IMAGES = {"AAAAAAAAAAAA": b"\x89PNG\r\n\x1a\n"}
PICTURE = "![Une gare](image/AAAAAAAAAAAA)"


def paper(text: str, *, has_pictures: bool = False) -> str:
    return render(text, lang="fr", target=Target.PAPER, images=IMAGES, has_pictures=has_pictures).html


@pytest.mark.parametrize(
    "text",
    [
        f"Avant.\n\n{PICTURE}\n\nAprès.",
        f"Avant.\n{PICTURE}\nAprès.",
        f"Avant.\n\n- {PICTURE}\n\nAprès.",
        f"Avant.\n\n> {PICTURE}\n\nAprès.",
        f"Avant {PICTURE}.\n\nAprès[^1].\n\n[^1]: {PICTURE} vue du quai.",
        f"Avant.\n\n| a | b |\n|---|---|\n| 1 | {PICTURE} |\n\nAprès.",
    ],
)
def test_neither_picture_nor_caption_is_left_wherever_it_stood(text: str) -> None:
    assert "Une gare" in paper(text, has_pictures=True)
    without = paper(text)
    assert "Une gare" not in without
    assert "<img" not in without
    assert "Avant" in without
    assert "Après" in without
    for empty in ("<p></p>", "<li></li>", "<figure", "<blockquote"):
        assert empty not in without.replace("\n", "")


def test_charts_and_what_is_said_of_pictures_from_elsewhere_stay() -> None:
    chart = "```graphique Logements\n2025; 10\n2026; 20\n```"
    elsewhere = "![Un plan](https://plan.example/a.png)"
    text = f"{chart}\n\n{elsewhere}"
    assert paper(text) == paper(text, has_pictures=True)


def test_the_screen_shows_them() -> None:
    shown = render(PICTURE, lang="fr", target=Target.SCREEN, images=IMAGES, has_pictures=False)
    assert "Une gare" in shown.html


def test_a_list_that_its_author_left_empty_stays() -> None:
    text = "- un\n- \n- trois"
    assert paper(text) == paper(text, has_pictures=True)
