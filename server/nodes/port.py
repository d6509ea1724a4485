"""Port: nodes as rooms and handlers see them, whether there is one or many."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Final, NamedTuple, Protocol, TypeAlias

# Longer than a lease: by then a node has answered, or was declared dead and writes nothing any more.
ANSWER_S: Final = 10.0


class Owner(NamedTuple):
    """A living node that owns a thing, and its address."""

    node: int
    url: str


Said: TypeAlias = Mapping[str, Any]
Hearer: TypeAlias = Callable[[Said], Awaitable[None] | None]


class Keeper(Protocol):
    """What has things open here: the rooms."""

    def is_open(self, thing: str) -> bool:
        """Whether a thing is open, opening or closing."""

    def opened(self) -> Iterable[str]:
        """The things that have been opened, whatever this node believes to own."""

    def lose(self, things: Iterable[str] | None, error: BaseException) -> None:
        """Drop things at once (None: all): another node may have them."""

    async def hand_over(self, thing: str) -> None:
        """Close a thing, all of it on disk: another node works on it next."""


class Nodes(Protocol):
    """Who owns a thing: a note, a pochette, a classeur, by its id."""

    @property
    def is_blind(self) -> bool:
        """Whether nobody may be let in now: PostgreSQL may be away."""

    @property
    def number(self) -> int:
        """The incarnation of this node, 0 while there is none."""

    def keep(self, keeper: Keeper) -> None:
        """Name what has the things open; once, before anything is taken."""

    def holding(self, thing: str) -> AbstractContextManager[None]:
        """Do not let a thing go meanwhile, if this node has it."""

    def owns(self, thing: str) -> bool:
        """Whether this node has the thing, as far as it knows."""

    async def locate(self, thing: str) -> Owner | None:
        """The other node that has a thing; None where it is this one, which takes it if nobody has it."""

    async def take(self, thing: str) -> int:
        """Own a thing, which another node hands over if it has it; the incarnation that does.

        Raises ReloadingError where it is not handed over.
        """

    def expect_still(self, thing: str, number: int) -> None:
        """Raises ReloadingError unless that incarnation lives and owns the thing."""

    def say_goodbye(self) -> None:
        """End what is handed on: the node stops."""

    def hear(self, kind: str, hearer: Hearer) -> None:
        """Have `hearer` called with what other nodes say of a kind."""

    def say(self, kind: str, **what: object) -> None:
        """Have every other node hear something, soon."""

    async def ask(self, kind: str, **what: object) -> None:
        """The same, and return once the hearers of all that live are done, at the latest after `ANSWER_S`."""
