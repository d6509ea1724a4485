"""Addresses of pochettes: a link to one gives its right there, and at most reading on its notes."""

from collections.abc import Iterator

from aiohttp import hdrs

from crdt.roles import Role
from server.folders import adding, book, folders, notes, pages, prints, proof_page
from server.http.route import Route, folder
from server.text.paths import LinkPage


def addresses() -> Iterator[Route]:
    """One by one, with the right that each needs."""
    get, post, put, delete = hdrs.METH_GET, hdrs.METH_POST, hdrs.METH_PUT, hdrs.METH_DELETE
    yield Route(get, pages.folder, folder(LinkPage.ITSELF, Role.PRINT, gives_cookie=True))
    yield Route(get, prints.pdf, folder(LinkPage.BOUND, Role.PRINT, deed="exported"))
    yield Route(get, book.epub, folder(LinkPage.BOOK, Role.READ, deed="exported"))
    yield Route(get, pages.get, folder("/folder", Role.READ))
    yield Route(put, folders.put, folder("/folder", Role.EDIT))
    yield Route(get, notes.get, folder("/notes", Role.READ))
    yield Route(post, adding.post, folder("/notes", Role.EDIT))
    yield Route(put, notes.put, folder("/notes", Role.EDIT))
    yield Route(get, notes.read, folder(LinkPage.ITEM, Role.READ))
    yield Route(get, notes.picture, folder("/notes/{item}/image/{id}", Role.READ))
    yield Route(post, notes.say, folder(LinkPage.ITEM_READ, Role.READ))
    yield Route(post, notes.put_back, folder(LinkPage.ITEM, Role.EDIT))
    yield Route(post, notes.renew, folder("/notes/{item}/renew", Role.MANAGE, deed="note-shown-again"))
    yield Route(put, notes.paint, folder(LinkPage.ITEM, Role.EDIT))
    yield Route(delete, notes.delete, folder(LinkPage.ITEM, Role.EDIT))
    yield Route(get, adding.choices, folder("/choices", Role.EDIT))
    yield Route(get, proof_page.proof, folder("/preview", Role.READ))
    yield Route(get, prints.progress, folder(LinkPage.PRINT, Role.READ))
    yield Route(get, prints.picture, folder("/page/{number:[1-9][0-9]{0,3}}.png", Role.READ))
