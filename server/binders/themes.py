"""Themes of a classeur: their order and the colours of their tabs."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

COLOURS: Final = 8


def sort_key(text: str) -> tuple[str, str]:
    """Order of the alphabet: accents and capitals count only between words that are else the same."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in folded if not unicodedata.combining(one)), text


def tab_colours(themes: Iterable[str]) -> Mapping[str, int]:
    """The tab of each theme, 1 to 8 in the order of the alphabet, then again from 1."""
    named = sorted(filter(None, themes), key=sort_key)
    return {theme: at % COLOURS + 1 for at, theme in enumerate(named)}
