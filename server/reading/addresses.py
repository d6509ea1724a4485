"""Addresses by which a reader says what was read."""

from collections.abc import Iterator

from aiohttp import hdrs

from crdt.roles import Role
from server.http.access import Rule, Who
from server.http.route import Route
from server.reading import said, telling
from server.targets import NoteTarget
from server.text.paths import BASES, LinkPage


def addresses() -> Iterator[Route]:
    """One by one, with the right that each needs."""
    note, telling_at = BASES[NoteTarget], "/api/reading"
    yield Route(hdrs.METH_POST, said.post, Rule(path=note + LinkPage.READ, target=NoteTarget, need=Role.READ))
    yield Route(hdrs.METH_GET, telling.get, Rule(path=telling_at, need=Who.DEVICE))
    yield Route(hdrs.METH_PUT, telling.put, Rule(path=telling_at, need=Who.DEVICE))
    yield Route(hdrs.METH_POST, telling.post, Rule(path="/devices/reading", need=Who.DEVICE))
