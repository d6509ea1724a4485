"""Addresses by which a reader says what was read."""

from collections.abc import Iterator

from aiohttp import hdrs

from crdt.roles import Role
from server.http.access import Handler, Rule, Who
from server.http.paths import BASES, LinkPage
from server.reading import said, telling
from server.targets import NoteTarget


def addresses() -> Iterator[tuple[str, Handler, Rule]]:
    """Method, handler and rule of each."""
    note, telling_at = BASES[NoteTarget], "/api/reading"
    yield hdrs.METH_POST, said.post, Rule(path=note + LinkPage.READ, target=NoteTarget, need=Role.READ)
    yield hdrs.METH_GET, telling.get, Rule(path=telling_at, need=Who.DEVICE)
    yield hdrs.METH_PUT, telling.put, Rule(path=telling_at, need=Who.DEVICE)
    yield hdrs.METH_POST, telling.post, Rule(path="/devices/reading", need=Who.DEVICE)
