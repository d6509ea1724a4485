"""The drawing of a classeur: the colours of its tabs."""

from collections.abc import Mapping
from typing import Final

from server.binders.rules.themes import tab_colours

_MOST: Final = 3


def tabs(themes: Mapping[str, int]) -> tuple[int, ...]:
    """The tabs that are drawn, 1 to 8: those of the themes with the most notes."""
    colours = tab_colours(themes)
    largest = sorted(colours, key=lambda theme: -themes[theme])[:_MOST]
    return tuple(colours[theme] for theme in largest)
