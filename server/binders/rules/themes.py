"""Themes of a classeur: the colours of their tabs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from export.languages.folding import sort_key
from server.ids import BinderId

COLOURS: Final = 8


def tab_colours(themes: Iterable[str]) -> Mapping[str, int]:
    """The tab of each theme, 1 to 8 in the order of the alphabet, then again from 1."""
    return _coloured(sorted(filter(None, themes), key=sort_key))


def tab_colours_of(binders: Mapping[BinderId, Collection[str]]) -> dict[tuple[BinderId, str], int]:
    """The same of several classeurs, which have many themes in common: these are put in order once."""
    ordered = sorted({theme for themes in binders.values() for theme in themes if theme}, key=sort_key)
    return {
        (binder, theme): colour
        for binder, themes in binders.items()
        for theme, colour in _coloured([theme for theme in ordered if theme in themes]).items()
    }


def _coloured(ordered: Sequence[str]) -> dict[str, int]:
    return {theme: at % COLOURS + 1 for at, theme in enumerate(ordered)}
