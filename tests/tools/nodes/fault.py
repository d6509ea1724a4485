"""A fault: what strikes a stage, and on which stage it can."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.tools.nodes.cluster import Standby
from tests.tools.nodes.stage import Stage

Strike = Callable[[Stage], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """`title` is its row in the table; `loses`: acknowledged edits are gone, whatever a server does."""

    title: str
    strike: Strike
    on_postgresql: bool = False
    standby: Standby = Standby.NONE
    has_small_disk: bool = False
    loses: bool = False
