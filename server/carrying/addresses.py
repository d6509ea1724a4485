"""Addresses of what a device takes along, and of the hours for which a link lets it."""

from collections.abc import Iterator

from aiohttp import hdrs

from crdt.roles import Role
from server.carrying import carry
from server.http.access import Handler, Rule
from server.http.paths import BASES, LinkPage
from server.links import change


def addresses() -> Iterator[tuple[str, Handler, Rule]]:
    """Method, handler and rule of each."""
    for target, base in BASES.items():
        rule = Rule(path=f"{base}{LinkPage.CARRY}", target=target, need=Role.READ, carries=True)
        yield hdrs.METH_GET, carry.get, rule
        hours = Rule(path=f"{base}/links/{{link}}/carry", target=target, need=Role.EDIT, deed="link-changed")
        yield hdrs.METH_POST, change.post_hours, hours
