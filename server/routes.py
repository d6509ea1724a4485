"""Every address of the server, in one table, with the right that each needs."""

from collections.abc import Iterator
from typing import NamedTuple

from aiohttp import hdrs

from crdt.roles import Role
from server import (
    assets,
    cards,
    devices,
    editions,
    exports,
    health,
    home,
    images,
    links,
    notes,
    openings,
    sheets,
    versions,
)
from server.keys import Handler, Rule, Who
from server.live import polling, socket

_NUMBER = "{number:[1-9][0-9]{0,8}}"


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
    yield Route(get, cards.get, Rule(path="/n/{token}/card", need=Role.READ))
    yield Route(put, cards.put, Rule(path="/n/{token}/card", need=Role.EDIT))
    yield Route(get, versions.get, Rule(path="/n/{token}/versions", need=Role.EDIT))
    yield Route(post, versions.post, Rule(path="/n/{token}/versions", need=Role.EDIT))
    yield Route(get, versions.markdown, Rule(path=f"/n/{{token}}/version/{_NUMBER}.md", need=Role.EDIT))
    yield Route(get, editions.get, Rule(path="/n/{token}/editions", need=Role.EDIT))
    yield Route(post, editions.post, Rule(path="/n/{token}/editions", need=Role.EDIT))
    yield Route(get, editions.pdf, Rule(path=f"/n/{{token}}/edition/{_NUMBER}.pdf", need=Role.EDIT))
    yield Route(post, editions.close, Rule(path=f"/n/{{token}}/edition/{_NUMBER}/close", need=Role.EDIT))
    yield Route(get, sheets.sheet, Rule(path="/e/{code}", need=Who.ANYONE))
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
