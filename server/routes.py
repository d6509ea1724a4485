"""Every address of the server, in one table, with the right that each needs."""

from collections.abc import Iterator
from typing import NamedTuple

from aiohttp import hdrs

from crdt.roles import Role
from server.comments import threads
from server.folders import copies as folder_copies
from server.folders import editions as folder_editions
from server.folders import folders
from server.folders import notes as folder_notes
from server.folders import pages as folder_pages
from server.folders import prints as folder_prints
from server.folders import proof_page as folder_proof_page
from server.gate import assets, health
from server.history import authors, erase_pages, history, trash, versions
from server.home import edition_page, home, note_page, password_page
from server.http.access import Handler, Rule, Who
from server.links import change, links, manage, recovery, renew_pages, sharing
from server.live import polling, socket
from server.mail import page as mail_page
from server.mail import renewals as mail_renewals
from server.notes import card, images, imports, new, notes
from server.paper import copies, editions, exports, forms, page_counts, proof_pages
from server.visitors import (
    device_pages,
    devices,
    giving,
    linking,
    loss_pages,
    recovery_codes,
    team_pages,
)

_NUMBER = "{number:[1-9][0-9]{0,8}}"
_CLIENT = "{client:[0-9]{1,16}}/{clock:[0-9]{1,10}}"


class Route(NamedTuple):
    """One line of the table."""

    method: str
    handler: Handler
    rule: Rule


def _table() -> Iterator[Route]:
    get, post, put, delete = hdrs.METH_GET, hdrs.METH_POST, hdrs.METH_PUT, hdrs.METH_DELETE
    yield Route(get, home.home, Rule(path="/", need=Who.ANYONE, gives_cookie=True))
    yield Route(put, devices.put_visitor, Rule(path="/api/visitor", need=Who.DEVICE))
    yield from _of_beginnings(get, post)
    yield from _of_devices(get, post)
    yield from _of_team(get, post)
    yield Route(get, note_page.note, Rule(path="/n/{token}", need=Role.PRINT, gives_cookie=True))
    yield Route(post, copies.enter, Rule(path="/n/{token}", need=Role.PRINT))
    yield Route(post, password_page.enter, Rule(path="/n/{token}/password", need=Role.PRINT, is_door=True))
    yield Route(get, copies.copy, Rule(path=f"/n/{{token}}/copy/{{proof}}/{_NUMBER}.pdf", need=Role.PRINT))
    yield from _of_links(get, post, put, delete)
    yield Route(get, notes.markdown, Rule(path="/n/{token}/note.md", need=Role.READ))
    yield Route(get, exports.pdf, Rule(path="/n/{token}/note.pdf", need=Role.READ))
    yield Route(get, forms.form, Rule(path="/n/{token}/note.{form}", need=Role.READ))
    yield Route(post, images.upload, Rule(path="/n/{token}/images", need=Role.EDIT))
    yield Route(get, images.show, Rule(path="/n/{token}/image/{id}", need=Role.READ))
    yield Route(get, imports.choose_into, Rule(path="/n/{token}/import", need=Role.EDIT))
    yield Route(post, imports.into, Rule(path="/n/{token}/import", need=Role.EDIT))
    yield Route(get, note_page.moved, Rule(path="/n/{token}/moved", need=Role.READ))
    yield Route(get, links.qr, Rule(path="/n/{token}/qr.svg", need=Role.PRINT))
    yield Route(get, card.get, Rule(path="/n/{token}/card", need=Role.READ))
    yield Route(put, card.put, Rule(path="/n/{token}/card", need=Role.EDIT))
    yield Route(get, versions.get, Rule(path="/n/{token}/versions", need=Role.EDIT))
    yield Route(post, versions.post, Rule(path="/n/{token}/versions", need=Role.EDIT))
    yield Route(get, versions.markdown, Rule(path=f"/n/{{token}}/version/{_NUMBER}.md", need=Role.EDIT))
    yield from _beside_the_text(get, post, put, delete)
    yield Route(get, editions.get, Rule(path="/n/{token}/editions", need=Role.EDIT))
    yield Route(post, editions.post, Rule(path="/n/{token}/editions", need=Role.EDIT))
    yield Route(get, editions.pdf, Rule(path=f"/n/{{token}}/edition/{_NUMBER}.pdf", need=Role.EDIT))
    yield Route(post, editions.close, Rule(path=f"/n/{{token}}/edition/{_NUMBER}/close", need=Role.EDIT))
    yield Route(get, page_counts.get, Rule(path="/n/{token}/extent", need=Role.READ))
    yield Route(get, proof_pages.proof, Rule(path="/n/{token}/print", need=Role.READ))
    yield Route(get, proof_pages.pages, Rule(path="/n/{token}/print/pages", need=Role.READ))
    shown = f"/n/{{token}}/print/{{key:[0-9a-f]{{32}}}}/{_NUMBER}.png"
    yield Route(get, proof_pages.picture, Rule(path=shown, need=Role.READ))
    yield Route(get, edition_page.sheet, Rule(path="/e/{code}", need=Who.ANYONE))
    yield from _leaving(get, post)
    yield from _of_folders(get, post, put, delete)
    yield Route(get, socket.connect, Rule(path="/sync/{token}", need=Role.READ, is_socket=True))
    yield Route(get, polling.fetch, Rule(path="/sync/{token}/http", need=Role.READ, is_socket=True))
    yield Route(post, polling.send, Rule(path="/sync/{token}/http", need=Role.READ, is_socket=True))
    yield Route(get, health.health, Rule(path="/health", need=Who.ANYONE, any_host=True))
    yield Route(get, health.livez, Rule(path="/livez", need=Who.ANYONE, any_host=True))
    yield Route(get, assets.worker, Rule(path="/sw.js", need=Who.ANYONE))
    yield Route(get, assets.asset, Rule(path="/static/{name:.+}", need=Who.ANYONE))


def _of_links(get: str, post: str, put: str, delete: str) -> Iterator[Route]:
    """How a note is shared, by links and by mail."""
    yield Route(get, sharing.get, Rule(path="/n/{token}/links", need=Role.EDIT))
    yield Route(post, sharing.post, Rule(path="/n/{token}/links", need=Role.EDIT))
    yield Route(put, change.put, Rule(path="/n/{token}/links/{link}", need=Role.EDIT))
    yield Route(delete, sharing.delete, Rule(path="/n/{token}/links/{link}", need=Role.EDIT))
    yield Route(get, mail_page.show, Rule(path="/n/{token}/mail", need=Role.EDIT))
    yield Route(post, mail_page.post, Rule(path="/n/{token}/mail", need=Role.EDIT))
    yield Route(post, mail_renewals.post, Rule(path="/n/{token}/mail/renewed", need=Role.EDIT))
    yield Route(post, mail_page.again, Rule(path="/n/{token}/mail/{sending}", need=Role.EDIT))


def _beside_the_text(get: str, post: str, put: str, delete: str) -> Iterator[Route]:
    """What is said about a note, and what it was."""
    yield Route(get, threads.get, Rule(path="/n/{token}/comments", need=Role.COMMENT))
    yield Route(post, threads.post, Rule(path="/n/{token}/comments", need=Role.COMMENT))
    yield Route(put, threads.put, Rule(path="/n/{token}/comments/{comment}", need=Role.COMMENT))
    yield Route(delete, threads.delete, Rule(path="/n/{token}/comments/{comment}", need=Role.COMMENT))
    yield Route(put, threads.end, Rule(path="/n/{token}/threads/{thread}", need=Role.COMMENT))
    yield Route(get, authors.get, Rule(path="/n/{token}/authors", need=Role.EDIT))
    yield Route(get, authors.letter, Rule(path=f"/n/{{token}}/letter/{_CLIENT}", need=Role.EDIT))
    yield Route(get, history.show, Rule(path="/n/{token}/history", need=Role.EDIT))
    yield Route(get, history.story, Rule(path="/n/{token}/story", need=Role.EDIT))
    yield Route(post, history.restore, Rule(path="/n/{token}/restore", need=Role.EDIT))


def _leaving(get: str, post: str) -> Iterator[Route]:
    """Routes for managers: the right itself, erasing, the trash."""
    yield Route(get, erase_pages.get, Rule(path="/n/{token}/erasures", need=Role.MANAGE))
    yield Route(post, erase_pages.post, Rule(path="/n/{token}/erasures", need=Role.MANAGE))
    yield Route(get, manage.show, Rule(path="/n/{token}/manage", need=Role.MANAGE))
    yield Route(get, renew_pages.ask, Rule(path="/n/{token}/manage/renew", need=Role.MANAGE))
    yield Route(post, renew_pages.post, Rule(path="/n/{token}/manage/renew", need=Role.MANAGE))
    yield Route(post, manage.recovery, Rule(path="/n/{token}/manage/recovery", need=Role.MANAGE))
    yield Route(post, manage.give, Rule(path="/n/{token}/manage/give", need=Role.MANAGE))
    yield Route(post, manage.leave, Rule(path="/n/{token}/manage/notices/{link}", need=Role.MANAGE))
    yield Route(get, recovery.ask, Rule(path="/recover/{code}", need=Who.ANYONE, gives_cookie=True))
    yield Route(post, recovery.confirm, Rule(path="/recover/{code}", need=Who.DEVICE))
    yield Route(get, trash.ask, Rule(path="/n/{token}/trash", need=Role.MANAGE))
    yield Route(post, trash.put, Rule(path="/n/{token}/trash", need=Role.MANAGE))
    yield Route(get, trash.get, Rule(path="/trash", need=Who.ANYONE, gives_cookie=True))
    yield Route(post, trash.post, Rule(path="/trash", need=Who.DEVICE))


def _of_devices(get: str, post: str) -> Iterator[Route]:
    """A visitor's own devices, which no link opens."""
    yield Route(get, device_pages.show, Rule(path="/devices", need=Who.ANYONE, gives_cookie=True))
    yield Route(post, linking.code, Rule(path="/devices/code", need=Who.DEVICE))
    yield Route(get, linking.type_code, Rule(path="/devices/add", need=Who.ANYONE, gives_cookie=True))
    yield Route(post, linking.find, Rule(path="/devices/add", need=Who.DEVICE))
    yield Route(get, linking.show, Rule(path="/devices/add/{code}", need=Who.ANYONE, gives_cookie=True))
    yield Route(post, linking.answer, Rule(path="/devices/add/{code}", need=Who.DEVICE))
    yield Route(post, giving.give, Rule(path="/devices/give", need=Who.DEVICE))
    yield Route(post, giving.take_back, Rule(path="/devices/take-back", need=Who.DEVICE))
    yield Route(get, loss_pages.ask, Rule(path="/devices/stolen", need=Who.ANYONE, gives_cookie=True))
    yield Route(post, loss_pages.press, Rule(path="/devices/stolen", need=Who.DEVICE))
    yield Route(post, recovery_codes.make, Rule(path="/devices/recovery-code", need=Who.DEVICE))
    yield Route(post, recovery_codes.take_back, Rule(path="/devices/take-back-all", need=Who.DEVICE))
    yield Route(get, recovery_codes.ask, Rule(path="/recovery", need=Who.ANYONE, gives_cookie=True))
    yield Route(post, recovery_codes.use, Rule(path="/recovery", need=Who.ANYONE, gives_cookie=True))
    yield Route(post, device_pages.close, Rule(path="/devices/{device}/close", need=Who.DEVICE))


def _of_beginnings(get: str, post: str) -> Iterator[Route]:
    """What makes a note or a pochette of its own: where there is a team, its members only."""
    for method, handler, path, need in (
        (post, new.post_form, "/notes", Who.ANYONE),
        (get, imports.choose, "/notes/import", Who.ANYONE),
        (post, imports.new, "/notes/import", Who.ANYONE),
        (post, notes.post_json, "/api/notes", Who.ANYONE),
        (post, folders.post_form, "/folders", Who.ANYONE),
        (post, folders.post_json, "/api/folders", Who.ANYONE),
        (post, new.from_note, "/n/{token}/notes", Role.READ),
    ):
        yield Route(method, handler, Rule(path=path, need=need, gives_cookie=True, begins=True))


def _of_team(get: str, post: str) -> Iterator[Route]:
    """The door of the team, where an instance has one."""
    yield Route(get, team_pages.show, Rule(path="/team", need=Who.ANYONE, gives_cookie=True))
    yield Route(post, team_pages.enter, Rule(path="/team", need=Who.DEVICE))
    yield Route(get, team_pages.again, Rule(path="/team/again", need=Who.ANYONE, gives_cookie=True))
    yield Route(post, team_pages.leave_again, Rule(path="/team/again", need=Who.DEVICE))
    provider = Rule(path="/team/provider", need=Who.ANYONE, gives_cookie=True)
    yield Route(get, team_pages.leave_for_provider, provider)
    yield Route(get, team_pages.come_back, Rule(path="/team/callback", need=Who.ANYONE, gives_cookie=True))


def _of_folders(get: str, post: str, put: str, delete: str) -> Iterator[Route]:
    """Pochettes: a link to one gives its right there, and at most reading on its notes."""
    for method, handler, path, need in (
        (post, folder_copies.enter, "", Role.PRINT),
        (get, folder_copies.copy, f"/copy/{{proof}}/{_NUMBER}.pdf", Role.PRINT),
        (get, sharing.get, "/links", Role.EDIT),
        (post, sharing.post, "/links", Role.EDIT),
        (put, change.put, "/links/{link}", Role.EDIT),
        (delete, sharing.delete, "/links/{link}", Role.EDIT),
        (get, mail_page.show, "/mail", Role.EDIT),
        (post, mail_page.post, "/mail", Role.EDIT),
        (post, mail_renewals.post, "/mail/renewed", Role.EDIT),
        (post, mail_page.again, "/mail/{sending}", Role.EDIT),
        (get, folder_editions.get, "/editions", Role.EDIT),
        (post, folder_editions.post, "/editions", Role.EDIT),
        (get, folder_copies.again, f"/edition/{_NUMBER}.pdf", Role.EDIT),
        (post, folder_editions.close, f"/edition/{_NUMBER}/close", Role.EDIT),
        (get, manage.show, "/manage", Role.MANAGE),
        (get, renew_pages.ask, "/manage/renew", Role.MANAGE),
        (post, renew_pages.post, "/manage/renew", Role.MANAGE),
        (post, manage.recovery, "/manage/recovery", Role.MANAGE),
        (post, manage.give, "/manage/give", Role.MANAGE),
        (post, manage.leave, "/manage/notices/{link}", Role.MANAGE),
        (get, folder_prints.pdf, "/pochette.pdf", Role.PRINT),
        (get, folders.qr, "/qr.svg", Role.PRINT),
        (get, folder_pages.get, "/folder", Role.READ),
        (put, folders.put, "/folder", Role.EDIT),
        (get, folder_notes.get, "/notes", Role.READ),
        (post, folder_notes.post, "/notes", Role.EDIT),
        (put, folder_notes.put, "/notes", Role.EDIT),
        (get, folder_notes.read, "/notes/{item}", Role.READ),
        (get, folder_notes.picture, "/notes/{item}/image/{id}", Role.READ),
        (post, folder_notes.put_back, "/notes/{item}", Role.EDIT),
        (post, folder_notes.renew, "/notes/{item}/renew", Role.MANAGE),
        (put, folder_notes.paint, "/notes/{item}", Role.EDIT),
        (delete, folder_notes.delete, "/notes/{item}", Role.EDIT),
        (get, folder_notes.choices, "/choices", Role.EDIT),
        (get, folder_proof_page.proof, "/preview", Role.READ),
        (get, folder_prints.progress, "/print", Role.READ),
        (get, folder_prints.picture, "/page/{number:[1-9][0-9]{0,3}}.png", Role.READ),
    ):
        yield Route(method, handler, Rule(path=f"/p/{{token}}{path}", need=need, of_folder=True))
    door = Rule(path="/p/{token}/password", need=Role.PRINT, of_folder=True, is_door=True)
    yield Route(post, password_page.enter, door)
    opens = Rule(path="/p/{token}", need=Role.PRINT, of_folder=True, gives_cookie=True)
    yield Route(get, folder_pages.folder, opens)


def routes() -> Iterator[Route]:
    """The table, with HEAD wherever there is something to GET."""
    for route in _table():
        yield route
        if route.method == hdrs.METH_GET and not route.rule.is_socket:
            yield route._replace(method=hdrs.METH_HEAD)
