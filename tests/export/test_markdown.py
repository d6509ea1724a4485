"""The dialect, by example: dialect/*.txt hold a title, the text, its paper and its screen (`=`: the same)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from export.dialect.context import Target
from export.errors import TooMuch
from export.markdown import render

EXAMPLES = Path(__file__).parent / "dialect"


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

    assert "<p>“Really”? It’s 10 000: 1er.</p>" in html
    assert "Key points" in html


def test_a_chart_is_a_picture_on_paper() -> None:
    chart = render("```graphique Gares\n2024;3\n2026;20\n```", lang="fr", target=Target.PAPER)

    assert list(chart.pictures) == ["chart-1.svg"]
    assert b"<svg xmlns=" in chart.pictures["chart-1.svg"]


def test_a_text_beyond_the_gate_is_refused() -> None:
    with pytest.raises(TooMuch) as refusal:
        render("a " * 150_001, lang="fr", target=Target.SCREEN)

    assert refusal.value.params == {"count": 300_002, "limit": 300_000}
