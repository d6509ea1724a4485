"""Addresses of pages taken along, and of the hours for which a link lets a device keep them."""

from collections.abc import Iterator

from aiohttp import hdrs

from crdt.roles import Role
from server.carrying import carry
from server.http.access import Rule
from server.http.route import Route
from server.links.handlers import change
from server.text.paths import BASES, LinkPage


def addresses() -> Iterator[Route]:
    """One by one, with the right that each needs."""
    for target, base in BASES.items():
        rule = Rule(path=f"{base}{LinkPage.CARRY}", target=target, need=Role.READ, carries=True)
        yield Route(hdrs.METH_GET, carry.get, rule)
        hours = Rule(path=f"{base}/links/{{link}}/carry", target=target, need=Role.EDIT, deed="link-changed")
        yield Route(hdrs.METH_POST, change.post_hours, hours)
