"""Addresses of mails, of lists of recipients, and of the way out of both."""

from collections.abc import Iterator

from aiohttp import hdrs

from crdt.roles import Role
from server.http.access import Rule, Who
from server.http.route import Route, binder, folder, note
from server.mail import lists, page, renewals, unsubscribe
from server.text.paths import LinkPage, SitePage


def addresses() -> Iterator[Route]:
    """One by one, with the right that each needs."""
    get, post = hdrs.METH_GET, hdrs.METH_POST
    for of in (note, folder, binder):
        yield Route(get, page.show, of(LinkPage.MAIL, Role.EDIT))
        yield Route(post, page.post, of(LinkPage.MAIL, Role.EDIT, deed="mailed"))
        yield Route(post, renewals.post, of("/mail/renewed", Role.EDIT, deed="mailed"))
        yield Route(post, page.again, of("/mail/{sending}", Role.EDIT))
    yield Route(get, lists.show, binder(LinkPage.LISTS, Role.EDIT))
    yield Route(post, lists.post, binder(LinkPage.LISTS, Role.EDIT, deed="list-made"))
    yield Route(get, lists.edit, binder("/lists/{list}", Role.EDIT))
    yield Route(post, lists.put, binder("/lists/{list}", Role.EDIT, deed="list-changed"))
    yield Route(post, lists.delete, binder("/lists/{list}/delete", Role.EDIT, deed="list-deleted"))
    yield Route(get, lists.text, binder("/lists/{list}/addresses.txt", Role.EDIT))
    yield Route(get, unsubscribe.ask, Rule(path=SitePage.UNSUBSCRIBE, need=Who.ANYONE))
    yield Route(post, unsubscribe.post, Rule(path=SitePage.UNSUBSCRIBE, need=Who.ANYONE, deed="unsubscribed"))
