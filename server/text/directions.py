"""Bidirectional controls (UAX #9): unseen signs that turn the direction of what stands behind them."""

from typing import Final

# Embeddings, overrides and isolates: what they begin goes on beyond the name that holds it.
CONTROLS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NONE: Final = {ord(control): None for control in CONTROLS}


def turns(text: str) -> bool:
    """Whether a text has such a control."""
    return not text.isascii() and not CONTROLS.isdisjoint(text)


def shown(value: object) -> object:
    """What a page writes of a value: a name or a title without these controls, anything else as it is.

    HTML that was made from a text keeps them: a block ends them.
    """
    return value.translate(_NONE) if type(value) is str and turns(value) else value
