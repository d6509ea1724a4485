"""What is refused before it is rendered, and the cause that is named."""

import pytest

from export.dialect.context import Target
from export.dialect.markdown import render
from export.errors import TooMuch
from export.note import limits


def table(columns: int, rows: int) -> str:
    return f"|{'a|' * columns}\n|{'-|' * columns}\n" + f"|{'b|' * columns}\n" * (rows - 1)


def footnotes(count: int) -> str:
    calls = "\n\n".join(f"mot[^{number}]" for number in range(count))
    return calls + "\n\n" + "\n\n".join(f"[^{number}]: note" for number in range(count))


@pytest.mark.parametrize(
    ("cause", "text", "count", "limit"),
    [
        ("characters", "a" * 300_001, 300_001, 300_000),
        ("blocks", "a\n\n" * 5_001, 5_001, 5_000),
        ("cells", table(10, 10_000), 100_000, 3_000),
        ("columns", table(41, 2), 41, 40),
        ("footnotes", footnotes(201), 201, 200),
        ("footnote", "a[^1]\n\n[^1]: " + "mot " * 400, 1_599, 1_500),
        ("paragraph", "mot " * 6_000, 23_999, 20_000),
        ("paragraph", "```\n" + "x" * 20_001 + "\n```", 20_002, 20_000),
        ("block-depth", ">" * 21 + " a", 21, 20),
        ("inline-depth", "**a *b " * 20 + "c* d** " * 20, 40, 30),
        ("images", "![a](http://x.org/a.png) " * 41, 41, 40),
    ],
)
def test_too_much_is_refused_with_its_cause(cause: str, text: str, count: int, limit: int) -> None:
    with pytest.raises(TooMuch) as refusal:
        render(text, lang="fr", target=Target.PAPER)

    assert refusal.value.key == f"export.too-much.{cause}"
    assert refusal.value.params == {"count": count, "limit": limit}


@pytest.mark.parametrize(
    "text",
    [
        table(41, 2),
        table(10, 400),
        "mot " * 6_000,
        ">" * 21 + " a",
        "**a *b " * 20 + "c* d** " * 20,
    ],
)
def test_a_refusal_says_under_which_heading(text: str) -> None:
    with pytest.raises(TooMuch) as refusal:
        render(
            f"## Avant\n\nmot\n\n## Le **coût**\n\n{text}\n\n## Après\n\nmot", lang="fr", target=Target.PAPER
        )

    assert refusal.value.params["heading"] == "Le **coût**"


@pytest.mark.parametrize(
    "text",
    [
        table(40, 70),
        "mot " * 4_999,
        "a\n\n" * 5_000,
        footnotes(200),
        "**" * 1_500 + "a",
        "[" * 5_000,
        '<table><tr><td colspan="100000000">x</td></tr></table>',
    ],
)
def test_what_is_large_but_not_too_large_passes(text: str) -> None:
    assert render(text, lang="fr", target=Target.PAPER).html


def test_a_card_as_long_as_a_text_is_refused() -> None:
    with pytest.raises(TooMuch, match="card"):
        limits.check_card(["x" * 2_001])


def test_accents_are_composed_and_lines_end_alike() -> None:
    assert limits.clean("e\u0301\r\nb\rc\ufeff") == "é\nb\nc\ufeff"
