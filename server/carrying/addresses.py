"""Addresses of what a device takes along."""

from collections.abc import Iterator

from aiohttp import hdrs

from crdt.roles import Role
from server.carrying import carry
from server.http.access import Handler, Rule
from server.http.paths import BASES, LinkPage


def addresses() -> Iterator[tuple[str, Handler, Rule]]:
    """Method, handler and rule of each."""
    for target, base in BASES.items():
        rule = Rule(path=f"{base}{LinkPage.CARRY}", target=target, need=Role.READ, carries=True)
        yield hdrs.METH_GET, carry.get, rule
