"""The colour of a new visitor, from 1 to 8: the least used beside others, and the farthest from theirs."""

import secrets
from collections.abc import Mapping
from typing import Final

# In degrees, of the eight colours of crdt/presence.py.
HUES: Final = (17, 224, 142, 295, 193, 26, 345, 86)
_CIRCLE: Final = 360


def random_colour() -> int:
    return secrets.randbelow(len(HUES)) + 1


def colour_beside(taken: Mapping[int, int]) -> int:
    """`taken`: how many have each colour. Of equals one by chance."""
    any_order = secrets.SystemRandom().sample(range(1, len(HUES) + 1), len(HUES))
    return min(any_order, key=lambda colour: (taken.get(colour, 0), -_room(colour, taken)))


def _room(colour: int, taken: Mapping[int, int]) -> int:
    """The distance to the nearest colour that somebody has."""
    return min((distance(colour, other) for other in taken if other in range(1, len(HUES) + 1)), default=0)


def distance(one: int, other: int) -> int:
    """In degrees, 180 at most."""
    apart = abs(HUES[one - 1] - HUES[other - 1])
    return min(apart, _CIRCLE - apart)
