"""Every address of the server, in one table, with the right that each needs."""

from collections.abc import Iterator
from typing import NamedTuple

from aiohttp import hdrs

from crdt.roles import Role
from server import assets, devices, exports, health, home, images, links, notes, openings
from server.keys import Handler, Rule, Who
from server.live import polling, socket


class Route(NamedTuple):
    """One line of the table."""

    method: str
    handler: Handler
    rule: Rule


def _table() -> Iterator[Route]:
    get, post, put = hdrs.METH_GET, hdrs.METH_POST, hdrs.METH_PUT
    yield Route(get, home.home, Rule(path="/", need=Who.ANYONE, gives_cookie=True))
    yield Route(post, notes.post_form, Rule(path="/notes", need=Who.ANYONE, gives_cookie=True))
    yield Route(post, notes.post_json, Rule(path="/api/notes", need=Who.ANYONE, gives_cookie=True))
    yield Route(put, devices.put_visitor, Rule(path="/api/visitor", need=Who.DEVICE))
    yield Route(get, openings.note, Rule(path="/n/{token}", need=Role.READ, gives_cookie=True))
    yield Route(get, notes.markdown, Rule(path="/n/{token}/note.md", need=Role.READ))
    yield Route(get, exports.pdf, Rule(path="/n/{token}/note.pdf", need=Role.READ))
    yield Route(post, images.upload, Rule(path="/n/{token}/images", need=Role.EDIT))
    yield Route(get, images.show, Rule(path="/n/{token}/image/{id}", need=Role.READ))
    yield Route(get, links.qr, Rule(path="/n/{token}/qr.svg", need=Role.READ))
    yield Route(get, socket.connect, Rule(path="/sync/{token}", need=Role.READ, is_socket=True))
    yield Route(get, polling.fetch, Rule(path="/sync/{token}/http", need=Role.READ, is_socket=True))
    yield Route(post, polling.send, Rule(path="/sync/{token}/http", need=Role.READ, is_socket=True))
    yield Route(get, health.health, Rule(path="/health", need=Who.ANYONE, any_host=True))
    yield Route(get, assets.worker, Rule(path="/sw.js", need=Who.ANYONE))
    yield Route(get, assets.asset, Rule(path="/static/{name:.+}", need=Who.ANYONE))


def routes() -> Iterator[Route]:
    """The table, with HEAD wherever there is something to GET."""
    for route in _table():
        yield route
        if route.method == hdrs.METH_GET and not route.rule.is_socket:
            yield route._replace(method=hdrs.METH_HEAD)
