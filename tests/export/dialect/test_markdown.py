"""The dialect, by example: dialect/*.txt hold a title, the text, its paper and its screen (`=`: the same)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from export.dialect.context import Target
from export.dialect.markdown import render
from export.errors import TooMuch
from export.note.formats import Format

EXAMPLES = Path(__file__).parent


def examples() -> Iterator[object]:
    for path in sorted(EXAMPLES.glob("*.txt")):
        parts = path.read_text("utf-8").split("\n.\n")
        # One entry more than four times the examples: what follows the last dot.
        for start in range(0, len(parts) - 1, 4):
            title, text, paper, screen = parts[start : start + 4]
            name = f"{path.stem}: {title.strip()}"
            yield pytest.param(text, paper, paper if screen == "=" else screen, id=name)


@pytest.mark.parametrize(("text", "paper", "screen"), list(examples()))
def test_the_text_becomes(text: str, paper: str, screen: str) -> None:
    assert render(text, lang="fr", target=Target.PAPER).html.rstrip("\n") == paper
    assert render(text, lang="fr", target=Target.SCREEN).html.rstrip("\n") == screen


def test_an_english_text_has_english_quotes_and_no_french_spaces() -> None:
    text = '::: retenir\n"Really"? It\'s 10 000: 1er.\n:::'

    html = render(text, lang="en", target=Target.PAPER).html

    assert "<p>“Really”? It’s 10\xa0000: 1er.</p>" in html
    assert "Key points" in html


def test_a_chart_is_a_picture_on_paper() -> None:
    chart = render("```graphique Gares\n2024;3\n2026;20\n```", lang="fr", target=Target.PAPER)

    assert list(chart.pictures) == ["chart-1.svg"]
    assert b"<svg xmlns=" in chart.pictures["chart-1.svg"]


def test_a_text_beyond_the_gate_is_refused() -> None:
    with pytest.raises(TooMuch) as refusal:
        render("a " * 150_001, lang="fr", target=Target.SCREEN)

    assert refusal.value.params == {"count": 300_002, "limit": 300_000}


@pytest.mark.parametrize(
    ("rows", "why"),
    [("| b |\n" * 20_000 + "|c" * 41, "cells"), ("|c" * 41, "columns"), ("|c" * 100_000, "columns")],
)
def test_a_row_that_widens_its_table_beyond_the_limits_is_refused(rows: str, why: str) -> None:
    with pytest.raises(TooMuch) as refusal:
        render(f"| a |\n|---|\n{rows}", lang="fr", target=Target.SCREEN)

    assert refusal.value.key == f"export.too-much.{why}"


IMAGE = "abcdefgh"


def paper(text: str, **known: Any) -> str:
    return render(text, lang="fr", target=Target.PAPER, **known).html.rstrip("\n")


def test_an_image_alone_is_a_figure_and_one_in_a_line_stays_there() -> None:
    known: dict[str, Any] = {"images": {IMAGE: b"\x89PNG"}}

    alone = render(f"![Le *quai*](image/{IMAGE})", lang="fr", target=Target.PAPER, **known)

    assert alone.html == (
        f'<figure class="image photo"><img src="pochette:{IMAGE}" alt="Le quai">'
        "<figcaption>Le quai</figcaption></figure>\n"
    )
    assert alone.pictures == {IMAGE: b"\x89PNG"}
    assert "<figcaption>Vu d’en haut</figcaption>" in paper(
        f'![Quai](image/{IMAGE} "Vu d\'en haut")', **known
    )
    half = paper(f"avant\n![Quai](image/{IMAGE}){{width=50%}}\naprès", **known)
    assert half.startswith('<p>avant</p>\n<figure class="image photo sized">')
    assert 'style="width: 50%"' in half
    assert "{" not in half
    assert paper(f"Le quai ![q](image/{IMAGE})", **known).startswith("<p>Le quai <img")
    assert "pochette:" not in paper("![Quai](image/ijklmnop)", **known)


def test_a_footnote_that_is_a_picture_alone_is_a_figure_on_a_screen_and_in_its_line_on_paper() -> None:
    text = f"Le plan[^a].\n\n[^a]: ![Quai](image/{IMAGE})"

    screen = render(text, lang="fr", target=Target.SCREEN).html
    sheet = paper(text, images={IMAGE: b"\x89PNG"})

    figure = f'<figure class="image" data-said="Quai"><img src="image/{IMAGE}" alt="Quai"></figure>'
    assert f'<li id="note-1">{figure}' in screen
    assert f'<span class="fn" id="note-1"><img src="pochette:{IMAGE}" alt="Quai"></span>' in sheet


LONG = "\n\n".join(f"## Partie {n} : « une »\n\n{'mot ' * 600}" for n in range(4))


def test_a_long_note_has_a_table_of_contents_before_its_first_heading() -> None:
    html = paper(f"Avant.\n\n{LONG}")

    assert html.startswith('<p>Avant.</p>\n<nav class="contents"><p class="contents-title">Sommaire</p><ol>')
    assert '<li><a href="#s-partie-0-une">Partie 0\u00a0: «\u00a0une\u00a0»</a></li>' in html
    assert html.count("<li") == 4


def test_a_short_note_and_a_screen_have_none() -> None:
    assert "<nav" not in paper("## A\n\n## B\n\n## C\n\n## D")
    assert "<nav" not in paper("mot " * 3_000)
    assert "<nav" not in render(LONG, lang="fr", target=Target.SCREEN).html
    assert "<nav" in paper("## A\n\n## B\n\n## C\n\n## D\n\n" + "mot " * 1_200, format=Format.LARGE)


def test_what_has_changed_is_wrapped_where_it_stands() -> None:
    before = "## A\n\nUn.\n\n- deux\n- trois[^1]\n\n| a |\n|---|\n| 1 |\n\nFin.\n\n[^1]: Note.\n"
    after = before.replace("deux", "deux ou plus").replace("Note", "Autre").replace("| 1 |", "| 2 |")

    html = paper(after, previous=before)

    assert '<li><span class="changed">deux ou plus</span></li>' in html
    assert '<td><span class="changed">2</span></td>' in html
    assert '<span class="fn" id="note-1"><span class="changed">Autre.</span></span>' in html
    assert html.count("changed") == 3


def test_what_was_taken_out_is_marked_where_it_was() -> None:
    assert '<p><span class="removed">Deux.</span></p>' in paper("Un.\n\nDeux.", previous="Un.\n\nX.\n\nDeux.")
    assert '<p><span class="removed-after">Un.</span></p>' in paper("Un.", previous="Un.\n\nDeux.")
    assert '<div class="changed">\n<pre>' in paper("```\na\n```", previous="```\nb\n```").replace(
        ">", ">\n", 1
    )


def test_nothing_is_marked_when_nothing_changed_or_the_text_before_is_too_much() -> None:
    text = "## A\n\nUn[^note].\n\n[^note]: N.\n"

    assert "changed" not in paper(text, previous=text.replace("[^note]", "[^1]"))
    assert "changed" not in paper(text, previous="a\n\n" * 5_001)
    assert "changed" not in render(text, lang="fr", target=Target.SCREEN, previous="Autre").html
