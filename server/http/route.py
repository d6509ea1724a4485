"""One line of the table of addresses, and the rules of those below the address of a link."""

from functools import partial
from typing import NamedTuple

from crdt.roles import Role
from server.http.access import Handler, Rule
from server.targets import BinderTarget, FolderTarget, NoteTarget, Target
from server.text.paths import BASES


class Route(NamedTuple):
    """One line of the table."""

    method: str
    handler: Handler
    rule: Rule


def _rule(
    target: type[Target],
    path: str,
    need: Role,
    *,
    gives_cookie: bool = False,
    is_door: bool = False,
    greets: bool = False,
    asks: bool = False,
    begins: bool = False,
    deed: str = "",
) -> Rule:
    """Of an address below that of a link to such a target."""
    return Rule(
        path=f"{BASES[target]}{path}",
        target=target,
        need=need,
        gives_cookie=gives_cookie,
        is_door=is_door,
        greets=greets,
        asks=asks,
        begins=begins,
        deed=deed,
    )


note = partial(_rule, NoteTarget)
folder = partial(_rule, FolderTarget)
binder = partial(_rule, BinderTarget)
