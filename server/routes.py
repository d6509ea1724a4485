"""The table of addresses, with the right that each needs: those of rooms, and those of several."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from aiohttp import hdrs

from crdt.roles import Role
from server.binders.addresses import addresses as of_binders
from server.binders.handlers import binders, many, new_page, own
from server.carrying.addresses import addresses as of_carrying
from server.comments import passages, threads
from server.folders import folders
from server.folders import pages as folder_pages
from server.folders.addresses import addresses as of_folders
from server.folders.editions import FolderPrinter
from server.gate import assets, health
from server.history import authors, erase_pages, history, trash, versions
from server.home import binders as home_binders
from server.home import edition_page, first_visit, for_me_page, home, note_page, password_page
from server.home.app_manifest import addresses as of_apps
from server.http.access import Rule, Who
from server.http.route import Route, binder, folder, note
from server.links.handlers import access_requests, change, manage, people, recovery, renew_pages, sharing
from server.live import polling, socket
from server.mail.addresses import addresses as of_mail
from server.notes import card, images, imports, new, notes
from server.paper import exports, forms, page_counts, proof_pages
from server.paper.edition_pages import EditionPages
from server.paper.editions import NotePrinter
from server.reading.addresses import addresses as of_reading
from server.search.addresses import addresses as of_search
from server.targets import NoteTarget
from server.text.paths import NUMBER, LinkPage, SitePage
from server.visitors.addresses import addresses as of_visitors
from server.withdrawing.handlers import closing as close_pages
from server.withdrawing.handlers import given as given_pages
from server.withdrawing.handlers import member as member_end_pages
from server.withdrawing.handlers import person as person_pages

_CLIENT = "{client:[0-9]{1,16}}/{clock:[0-9]{1,10}}"


NOTE_EDITIONS: Final = EditionPages(NotePrinter())
FOLDER_EDITIONS: Final = EditionPages(FolderPrinter())

# A sheet, and one of its pages: as the codes on paper say it, and as people write it.
_SHEETS: Final = (
    *(SitePage.SHEET, SitePage.SHEET_PAGE),
    *(SitePage.SHEET_IN_CAPITALS, SitePage.SHEET_PAGE_IN_CAPITALS),
)


# Rooms that say their own addresses.
_OF_ROOMS: Final = (
    of_apps,
    of_binders,
    of_carrying,
    of_folders,
    of_mail,
    of_reading,
    of_search,
    of_visitors,
)


def _table() -> Iterator[Route]:
    get, post, put, delete = hdrs.METH_GET, hdrs.METH_POST, hdrs.METH_PUT, hdrs.METH_DELETE
    yield Route(get, home.home, Rule(path="/", need=Who.ANYONE, gives_cookie=True))
    yield Route(get, for_me_page.show, Rule(path="/for-me", need=Who.ANYONE, gives_cookie=True))
    for addresses in _OF_ROOMS:
        yield from addresses()
    yield from _of_beginnings(get, post)
    yield Route(get, note_page.note, note(LinkPage.ITSELF, Role.PRINT, gives_cookie=True))
    yield Route(get, notes.markdown, note(LinkPage.MARKDOWN, Role.READ, deed="exported"))
    yield Route(get, exports.pdf, note(LinkPage.PDF, Role.READ, deed="exported"))
    yield Route(get, forms.form, note("/note.{form}", Role.READ, deed="exported"))
    yield Route(post, images.upload, note("/images", Role.EDIT))
    yield Route(get, images.show, note("/image/{id}", Role.READ))
    yield Route(get, imports.choose_into, note(LinkPage.IMPORT, Role.EDIT))
    yield Route(post, imports.into, note(LinkPage.IMPORT, Role.EDIT))
    yield Route(get, note_page.moved, note("/moved", Role.READ))
    yield Route(get, card.get, note("/card", Role.READ))
    yield Route(put, card.put, note("/card", Role.EDIT))
    yield Route(get, versions.get, note(LinkPage.VERSIONS, Role.EDIT))
    yield Route(post, versions.post, note(LinkPage.VERSIONS, Role.EDIT))
    yield Route(get, versions.markdown, note(f"/version/{NUMBER}.md", Role.EDIT))
    yield from _beside_the_text(get, post, put, delete)
    yield Route(get, page_counts.get, note("/extent", Role.READ))
    yield Route(get, proof_pages.proof, note(LinkPage.PRINT, Role.READ))
    yield Route(get, proof_pages.pages, note("/print/pages", Role.READ))
    shown = f"/print/{{key:[0-9a-f]{{32}}}}/{NUMBER}.png"
    yield Route(get, proof_pages.picture, note(shown, Role.READ))
    for sheet in _SHEETS:
        yield Route(get, edition_page.sheet, Rule(path=sheet, need=Who.ANYONE))
        yield Route(post, edition_page.sheet, Rule(path=sheet, need=Who.ANYONE))
    yield from _leaving(get, post)
    yield from _of_any_target(get, post, put, delete)
    yield Route(post, home_binders.forget, Rule(path="/binders/forgotten", need=Who.DEVICE))
    yield Route(get, member_end_pages.ask, binder(LinkPage.MEMBER, Role.MANAGE))
    yield Route(post, member_end_pages.remove, binder(LinkPage.MEMBER, Role.MANAGE, deed="member-removed"))
    sync = Rule(path=SitePage.SYNC, target=NoteTarget, need=Role.READ, is_socket=True)
    by_http = replace(sync, path="/sync/{token}/http", keeps_session=True)
    yield Route(get, socket.connect, sync)
    yield Route(get, polling.fetch, by_http)
    yield Route(post, polling.send, by_http)
    yield Route(get, health.health, Rule(path="/health", need=Who.ANYONE, any_host=True))
    yield Route(get, health.livez, Rule(path="/livez", need=Who.ANYONE, any_host=True))
    yield Route(get, assets.worker, Rule(path="/sw.js", need=Who.ANYONE))
    yield Route(get, assets.asset, Rule(path="/static/{name:.+}", need=Who.ANYONE))


def _beside_the_text(get: str, post: str, put: str, delete: str) -> Iterator[Route]:
    """What is said about a note, and what it was."""
    yield Route(get, threads.get, note("/comments", Role.COMMENT))
    yield Route(post, threads.post, note("/comments", Role.COMMENT))
    yield Route(put, threads.put, note("/comments/{comment}", Role.COMMENT))
    yield Route(delete, threads.delete, note("/comments/{comment}", Role.COMMENT))
    yield Route(put, threads.end, note("/threads/{thread}", Role.COMMENT))
    yield Route(put, passages.put, note("/passages", Role.EDIT))
    yield Route(get, authors.get, note("/authors", Role.EDIT))
    yield Route(get, authors.letter, note(f"/letter/{_CLIENT}", Role.EDIT))
    yield Route(get, history.show, note("/history", Role.EDIT))
    yield Route(get, history.story, note(LinkPage.STORY, Role.EDIT))
    yield Route(post, history.restore, note(LinkPage.RESTORE, Role.EDIT))


def _leaving(get: str, post: str) -> Iterator[Route]:
    """Routes for managers: erasing, the way back by a recovery link, the trash."""
    yield Route(get, erase_pages.get, note(LinkPage.ERASURES, Role.MANAGE))
    yield Route(post, erase_pages.post, note(LinkPage.ERASURES, Role.MANAGE, deed="erased"))
    yield Route(get, recovery.ask, Rule(path=SitePage.RECOVER, need=Who.ANYONE))
    yield Route(
        post,
        recovery.confirm,
        Rule(path=SitePage.RECOVER, need=Who.ANYONE, gives_cookie=True, deed="recovery-used"),
    )
    yield Route(get, trash.ask, note("/trash", Role.MANAGE))
    yield Route(post, trash.put, note("/trash", Role.MANAGE, deed="trashed"))
    yield Route(get, trash.get, Rule(path="/trash", need=Who.ANYONE, gives_cookie=True))
    yield Route(post, trash.post, Rule(path="/trash", need=Who.DEVICE))


def _of_beginnings(get: str, post: str) -> Iterator[Route]:
    """What makes a note or a pochette of its own: where there is a team, its members only."""
    for method, handler, path, need in (
        (post, new.post_form, "/notes", Who.ANYONE),
        (get, many.choose, "/notes/import", Who.ANYONE),
        (post, many.new, "/notes/import", Who.ANYONE),
        (post, notes.post_json, "/api/notes", Who.ANYONE),
        (post, binders.post_form, "/binders", Who.ANYONE),
        (get, new_page.ask, "/binders/new", Who.ANYONE),
        (post, new_page.make, "/binders/new", Who.ANYONE),
        (post, binders.post_json, "/api/binders", Who.ANYONE),
        (post, folders.post_form, "/folders", Who.ANYONE),
        (post, folders.post_json, "/api/folders", Who.ANYONE),
    ):
        yield Route(method, handler, Rule(path=path, need=need, gives_cookie=True, begins=True))
    yield Route(
        post, new.from_note, note("/notes", Role.READ, gives_cookie=True, begins=True, deed="exported")
    )


def _of_any_target(get: str, post: str, put: str, delete: str) -> Iterator[Route]:
    """Links, editions, mails and the right to manage: the same for every kind of target."""
    for of in (note, folder, binder):
        yield from _of_links(of, get, post, put, delete)
        yield Route(get, own.get, of("/own", Role.PRINT))
    for of, prints, shown in (
        (note, NOTE_EDITIONS, note_page.note),
        (folder, FOLDER_EDITIONS, folder_pages.folder),
    ):
        opening = first_visit.opening(prints.enter, shown)
        yield Route(post, opening, of(LinkPage.ITSELF, Role.PRINT, gives_cookie=True, deed="printed"))
        yield Route(get, prints.copy, of(LinkPage.COPY, Role.PRINT))
        yield Route(get, prints.get, of("/editions", Role.EDIT))
        yield Route(post, prints.post, of("/editions", Role.EDIT, deed="printed"))
        yield Route(get, prints.pdf, of(LinkPage.EDITION, Role.EDIT))
        yield Route(post, prints.close, of(f"/edition/{NUMBER}/close", Role.EDIT, deed="edition-closed"))


def _of_links(of: "partial[Rule]", get: str, post: str, put: str, delete: str) -> Iterator[Route]:
    """A target's links, and the right to manage it."""
    yield Route(post, password_page.enter, of(LinkPage.DOOR, Role.PRINT, is_door=True, deed="password-said"))
    yield Route(get, sharing.qr, of("/qr.svg", Role.PRINT))
    yield Route(get, people.get, of(LinkPage.LINKS, Role.EDIT))
    yield Route(post, sharing.post, of(LinkPage.LINKS, Role.EDIT, deed="link-made"))
    yield Route(put, change.put, of("/links/{link}", Role.EDIT, deed="link-changed"))
    yield Route(delete, close_pages.delete, of("/links/{link}", Role.EDIT, deed="link-closed"))
    yield Route(get, close_pages.ask, of("/links/{link}/close", Role.EDIT))
    yield Route(post, close_pages.post, of("/links/{link}/close", Role.EDIT, deed="link-closed"))
    person = "/links/{link}/people/{visitor}"
    yield Route(get, person_pages.ask, of(person, Role.EDIT))
    yield Route(post, person_pages.remove, of(person, Role.EDIT, deed="person-removed"))
    yield Route(post, people.recognise, of(f"{person}/recognised", Role.EDIT))
    yield Route(post, access_requests.ask, of(LinkPage.ACCESS, Role.READ, asks=True))
    yield Route(post, access_requests.answer, of("/requests/{request}", Role.MANAGE, deed="access-given"))
    yield Route(post, access_requests.refuse_all, of("/requests", Role.MANAGE, deed="access-refused"))
    yield Route(post, access_requests.change, of("/asking", Role.MANAGE, deed="asking-changed"))
    yield Route(get, given_pages.ask, of("/given/{visitor}", Role.MANAGE))
    yield Route(post, given_pages.end, of("/given/{visitor}/end", Role.MANAGE, deed="access-ended"))
    yield Route(get, manage.show, of(LinkPage.MANAGE, Role.MANAGE))
    yield Route(get, renew_pages.ask, of(LinkPage.RENEW, Role.MANAGE))
    yield Route(post, renew_pages.post, of(LinkPage.RENEW, Role.MANAGE, deed="links-renewed"))
    yield Route(post, manage.recovery, of("/manage/recovery", Role.MANAGE, deed="recovery-made"))
    yield Route(post, manage.give, of("/manage/give", Role.MANAGE, deed="manage-given"))
    yield Route(post, manage.leave, of("/manage/notices/{link}", Role.MANAGE, deed="notice-set-aside"))


def routes() -> Iterator[Route]:
    """The table, with HEAD wherever there is something to GET.

    HEAD shows nothing, so the audit log has no row of it.
    """
    for route in _table():
        yield route
        if route.method == hdrs.METH_GET and not route.rule.is_socket:
            yield route._replace(method=hdrs.METH_HEAD, rule=replace(route.rule, deed=""))
