"""Addresses by which a reader says what was read."""

from collections.abc import Iterator

from aiohttp import hdrs

from crdt.roles import Role
from server.http.access import Handler, Rule
from server.http.paths import BASES, LinkPage
from server.reading import said
from server.targets import NoteTarget


def addresses() -> Iterator[tuple[str, Handler, Rule]]:
    """Method, handler and rule of each."""
    note = BASES[NoteTarget]
    yield hdrs.METH_POST, said.post, Rule(path=note + LinkPage.READ, target=NoteTarget, need=Role.READ)
