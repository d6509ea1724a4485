"""Formats figures for tables: significant digits, and the ratio to ours."""

from typing import Final

NONE: Final = "–"


def figure(value: float | None) -> str:
    """Three digits at most, thousands with a comma."""
    if value is None:
        return NONE
    if abs(value) >= 1000:
        return f"{round(value, -2) if abs(value) >= 10_000 else value:,.0f}"
    return (
        f"{value:.0f}"
        if abs(value) >= 100 or value == int(value)
        else f"{value:.2g}"
        if abs(value) < 1
        else f"{value:.1f}"
    )


def with_ratio(value: float | None, ours: float | None) -> str:
    """The figure, with its ratio to ours in brackets."""
    if value is None or not ours or value == ours:
        return figure(value)
    ratio = value / ours
    return f"{figure(value)} ({ratio:.2g}×)" if ratio < 10 else f"{figure(value)} ({ratio:.0f}×)"


def pair(values: tuple[str, ...]) -> str:
    """Several figures in one cell."""
    return NONE if set(values) == {NONE} else " / ".join(values)


def rows(head: tuple[str, ...], body: list[tuple[str, ...]], *, are_words: bool = False) -> list[str]:
    """A Markdown table: words to the left, figures to the right."""
    return [
        f"| {' | '.join(head)} |",
        "|---|" + ("---|" if are_words else "---:|") * (len(head) - 1),
        *(f"| {' | '.join(cells)} |" for cells in body),
    ]
