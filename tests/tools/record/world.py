"""The fixed world that is asked: places, holders of each, and the names of what is random in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A way to hold a place: the token that stands in the address, and what the request brings besides.

    `cookie` and `bearer` are "" for none, `password` is said at its door. `is_over`: the right has ended
    with its link, or never was.
    """

    name: str
    token: str = ""
    cookie: str = ""
    bearer: str = ""
    password: str = ""
    is_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A note, a pochette or a classeur; or, without a `kind`, what is below no link.

    `kind` is the first letter of its addresses: n, p, c or "". `parts` fill in the other parameters, and
    `wishes` what a body says, by the end of an address.
    """

    name: str
    kind: str
    parts: dict[str, str] = field(default_factory=dict)
    wishes: dict[str, dict[str, object]] = field(default_factory=dict)
    holders: list[Holder] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class World:
    """`names`: what is random, and how it is called in the record."""

    name: str
    places: list[Place] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    def call(self, value: str, name: str) -> str:
        """Give a random value its name."""
        if value:
            self.names.setdefault(value, name)
        return value

    def held(self) -> Iterator[tuple[Place, Holder]]:
        for place in self.places:
            for holder in place.holders:
                yield place, holder
