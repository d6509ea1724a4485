"""Every address of the server, in one table, with the right that each needs."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Final, NamedTuple

from aiohttp import hdrs

from crdt.roles import Role
from server.binders import (
    arrival_page,
    binders,
    download,
    landing,
    leaving,
    many,
    member_links,
    moves,
    moving,
    new_page,
    own,
    pochettes,
    renaming,
    several,
    shelf,
    siblings,
    team_leave,
)
from server.binders import pages as binder_pages
from server.binders import team_pages as member_pages
from server.carrying.addresses import addresses as of_carrying
from server.comments import passages, threads
from server.folders import adding as folder_adding
from server.folders import folders
from server.folders import notes as folder_notes
from server.folders import pages as folder_pages
from server.folders import prints as folder_prints
from server.folders import proof_page as folder_proof_page
from server.folders.editions import FolderPrinter
from server.gate import assets, health
from server.history import authors, erase_pages, history, trash, versions
from server.home import binders as home_binders
from server.home import edition_page, first_visit, for_me_page, home, note_page, password_page
from server.home.app_manifest import addresses as of_apps
from server.http.access import Handler, Rule, Who
from server.http.paths import BASES, NUMBER, LinkPage, SitePage
from server.links import access_requests, change, links, manage, people, recovery, renew_pages, sharing
from server.live import polling, socket
from server.mail import lists as mail_lists
from server.mail import page as mail_page
from server.mail import renewals as mail_renewals
from server.mail import unsubscribe
from server.notes import card, images, imports, new, notes
from server.paper import exports, forms, page_counts, proof_pages
from server.paper.edition_pages import EditionPages
from server.paper.editions import NotePrinter
from server.reading.addresses import addresses as of_reading
from server.search.addresses import addresses as of_search
from server.targets import BinderTarget, FolderTarget, NoteTarget, Target
from server.visitors import (
    device_pages,
    devices,
    giving,
    leave_pages,
    linking,
    loss_pages,
    recovery_codes,
    team_pages,
)
from server.withdrawing import closing as close_pages
from server.withdrawing import given as given_pages
from server.withdrawing import member as member_end_pages
from server.withdrawing import person as person_pages

_CLIENT = "{client:[0-9]{1,16}}/{clock:[0-9]{1,10}}"


class Route(NamedTuple):
    """One line of the table."""

    method: str
    handler: Handler
    rule: Rule


def _rule(
    target: type[Target],
    path: str,
    need: Role,
    *,
    gives_cookie: bool = False,
    is_door: bool = False,
    greets: bool = False,
    asks: bool = False,
    begins: bool = False,
    deed: str = "",
) -> Rule:
    """Of an address below that of a link to such a target."""
    return Rule(
        path=f"{BASES[target]}{path}",
        target=target,
        need=need,
        gives_cookie=gives_cookie,
        is_door=is_door,
        greets=greets,
        asks=asks,
        begins=begins,
        deed=deed,
    )


NOTE_EDITIONS: Final = EditionPages(NotePrinter())
FOLDER_EDITIONS: Final = EditionPages(FolderPrinter())

# A sheet, and one of its pages: as the codes on paper say it, and as people write it.
_SHEETS: Final = (
    *(SitePage.SHEET, SitePage.SHEET_PAGE),
    *(SitePage.SHEET_IN_CAPITALS, SitePage.SHEET_PAGE_IN_CAPITALS),
)

note = partial(_rule, NoteTarget)
folder = partial(_rule, FolderTarget)
binder = partial(_rule, BinderTarget)


def _table() -> Iterator[Route]:
    get, post, put, delete = hdrs.METH_GET, hdrs.METH_POST, hdrs.METH_PUT, hdrs.METH_DELETE
    yield Route(get, home.home, Rule(path="/", need=Who.ANYONE, gives_cookie=True))
    yield Route(get, for_me_page.show, Rule(path="/for-me", need=Who.ANYONE, gives_cookie=True))
    yield Route(put, devices.put_visitor, Rule(path="/api/visitor", need=Who.DEVICE))
    yield from map(Route._make, (*of_search(), *of_reading(), *of_apps(), *of_carrying()))
    yield from _of_beginnings(get, post)
    yield from _of_devices(get, post)
    yield from _of_imports(get, post)
    yield from _of_team(get, post)
    yield Route(get, note_page.note, note(LinkPage.ITSELF, Role.PRINT, gives_cookie=True))
    yield Route(get, notes.markdown, note(LinkPage.MARKDOWN, Role.READ, deed="exported"))
    yield Route(get, exports.pdf, note(LinkPage.PDF, Role.READ, deed="exported"))
    yield Route(get, forms.form, note("/note.{form}", Role.READ, deed="exported"))
    yield Route(post, images.upload, note("/images", Role.EDIT))
    yield Route(get, images.show, note("/image/{id}", Role.READ))
    yield Route(get, imports.choose_into, note(LinkPage.IMPORT, Role.EDIT))
    yield Route(post, imports.into, note(LinkPage.IMPORT, Role.EDIT))
    yield Route(get, note_page.moved, note("/moved", Role.READ))
    yield Route(get, siblings.get, note("/siblings", Role.EDIT))
    yield Route(get, siblings.themes, note("/themes", Role.EDIT))
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
    yield Route(get, unsubscribe.ask, Rule(path=SitePage.UNSUBSCRIBE, need=Who.ANYONE))
    yield Route(post, unsubscribe.post, Rule(path=SitePage.UNSUBSCRIBE, need=Who.ANYONE, deed="unsubscribed"))
    yield from _leaving(get, post)
    yield from _of_any_target(get, post, put, delete)
    yield from _of_folders(get, post, put, delete)
    yield from _of_binders(get, post, put)
    yield from _of_members(get, post)
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


def _of_devices(get: str, post: str) -> Iterator[Route]:
    """A visitor's own devices, which no link opens."""
    yield Route(get, device_pages.show, Rule(path="/devices", need=Who.ANYONE, gives_cookie=True))
    yield Route(post, linking.code, Rule(path="/devices/code", need=Who.DEVICE, deed="pairing-shown"))
    yield Route(get, linking.type_code, Rule(path=SitePage.LINKING, need=Who.ANYONE, gives_cookie=True))
    yield Route(post, linking.find, Rule(path=SitePage.LINKING, need=Who.DEVICE))
    yield Route(get, linking.show, Rule(path=SitePage.LINKING_CODE, need=Who.ANYONE, gives_cookie=True))
    yield Route(post, linking.answer, Rule(path=SitePage.LINKING_CODE, need=Who.DEVICE, deed="device-joined"))
    yield Route(post, giving.give, Rule(path="/devices/give", need=Who.DEVICE, deed="rights-given"))
    yield Route(
        post, giving.take_back, Rule(path="/devices/take-back", need=Who.DEVICE, deed="rights-taken-back")
    )
    yield Route(get, loss_pages.ask, Rule(path="/devices/stolen", need=Who.ANYONE, gives_cookie=True))
    yield Route(post, loss_pages.press, Rule(path="/devices/stolen", need=Who.DEVICE, deed="devices-stolen"))
    yield Route(
        post,
        recovery_codes.make,
        Rule(path="/devices/recovery-code", need=Who.DEVICE, deed="recovery-code-made"),
    )
    yield Route(
        post,
        recovery_codes.take_back,
        Rule(path="/devices/take-back-all", need=Who.DEVICE, deed="theft-taken-back"),
    )
    yield Route(get, recovery_codes.ask, Rule(path="/recovery", need=Who.ANYONE, gives_cookie=True))
    yield Route(
        post,
        recovery_codes.use,
        Rule(path="/recovery", need=Who.ANYONE, gives_cookie=True, deed="recovery-code-used"),
    )
    yield Route(
        post, device_pages.close, Rule(path="/devices/{device}/close", need=Who.DEVICE, deed="device-closed")
    )


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


def _of_imports(get: str, post: str) -> Iterator[Route]:
    """What became of files that a device has brought together, for that device alone."""
    yield Route(get, many.show, Rule(path=SitePage.IMPORTED, need=Who.DEVICE))
    yield Route(post, many.undo, Rule(path=f"{SitePage.IMPORTED}/undo", need=Who.DEVICE))


def _of_team(get: str, post: str) -> Iterator[Route]:
    """The door of the team, where an instance has one."""
    yield Route(get, team_pages.show, Rule(path=SitePage.TEAM, need=Who.ANYONE, gives_cookie=True))
    yield Route(post, team_pages.enter, Rule(path=SitePage.TEAM, need=Who.DEVICE))
    yield Route(get, team_pages.again, Rule(path="/team/again", need=Who.ANYONE, gives_cookie=True))
    yield Route(post, team_pages.leave_again, Rule(path="/team/again", need=Who.DEVICE))
    yield Route(get, leave_pages.ask, Rule(path=SitePage.TEAM_LEAVE, need=Who.ANYONE, gives_cookie=True))
    yield Route(post, team_leave.leave, Rule(path=SitePage.TEAM_LEAVE, need=Who.DEVICE, deed="member-left"))
    provider = Rule(path="/team/provider", need=Who.ANYONE, gives_cookie=True)
    yield Route(get, team_pages.leave_for_provider, provider)
    yield Route(
        get, team_pages.come_back, Rule(path=SitePage.TEAM_CALLBACK, need=Who.ANYONE, gives_cookie=True)
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
    yield Route(get, links.qr, of("/qr.svg", Role.PRINT))
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
    yield Route(get, mail_page.show, of(LinkPage.MAIL, Role.EDIT))
    yield Route(post, mail_page.post, of(LinkPage.MAIL, Role.EDIT, deed="mailed"))
    yield Route(post, mail_renewals.post, of("/mail/renewed", Role.EDIT, deed="mailed"))
    yield Route(post, mail_page.again, of("/mail/{sending}", Role.EDIT))
    yield Route(get, manage.show, of(LinkPage.MANAGE, Role.MANAGE))
    yield Route(get, renew_pages.ask, of(LinkPage.RENEW, Role.MANAGE))
    yield Route(post, renew_pages.post, of(LinkPage.RENEW, Role.MANAGE, deed="links-renewed"))
    yield Route(post, manage.recovery, of("/manage/recovery", Role.MANAGE, deed="recovery-made"))
    yield Route(post, manage.give, of("/manage/give", Role.MANAGE, deed="manage-given"))
    yield Route(post, manage.leave, of("/manage/notices/{link}", Role.MANAGE, deed="notice-set-aside"))


def _of_folders(get: str, post: str, put: str, delete: str) -> Iterator[Route]:
    """Pochettes: a link to one gives its right there, and at most reading on its notes."""
    yield Route(get, folder_pages.folder, folder(LinkPage.ITSELF, Role.PRINT, gives_cookie=True))
    yield Route(get, folder_prints.pdf, folder(LinkPage.BOUND, Role.PRINT, deed="exported"))
    yield Route(get, folder_pages.get, folder("/folder", Role.READ))
    yield Route(put, folders.put, folder("/folder", Role.EDIT))
    yield Route(get, folder_notes.get, folder("/notes", Role.READ))
    yield Route(post, folder_adding.post, folder("/notes", Role.EDIT))
    yield Route(put, folder_notes.put, folder("/notes", Role.EDIT))
    yield Route(get, folder_notes.read, folder(LinkPage.ITEM, Role.READ))
    yield Route(get, folder_notes.picture, folder("/notes/{item}/image/{id}", Role.READ))
    yield Route(post, folder_notes.say, folder(LinkPage.ITEM_READ, Role.READ))
    yield Route(post, folder_notes.put_back, folder(LinkPage.ITEM, Role.EDIT))
    yield Route(post, folder_notes.renew, folder("/notes/{item}/renew", Role.MANAGE, deed="note-shown-again"))
    yield Route(put, folder_notes.paint, folder(LinkPage.ITEM, Role.EDIT))
    yield Route(delete, folder_notes.delete, folder(LinkPage.ITEM, Role.EDIT))
    yield Route(get, folder_adding.choices, folder("/choices", Role.EDIT))
    yield Route(get, folder_proof_page.proof, folder("/preview", Role.READ))
    yield Route(get, folder_prints.progress, folder(LinkPage.PRINT, Role.READ))
    yield Route(get, folder_prints.picture, folder("/page/{number:[1-9][0-9]{0,3}}.png", Role.READ))


def _of_binders(get: str, post: str, put: str) -> Iterator[Route]:
    """Classeurs: a link to one gives its right there, and on each note and pochette in it."""
    yield Route(get, landing.show, binder(LinkPage.ITSELF, Role.READ, gives_cookie=True, greets=True))
    yield Route(post, arrival_page.enter, binder(LinkPage.ARRIVAL, Role.READ, gives_cookie=True))
    yield Route(get, binder_pages.get, binder("/binder", Role.READ))
    yield Route(put, binders.put, binder("/binder", Role.MANAGE, deed="binder-renamed"))
    yield Route(post, binders.rename_form, binder("/binder", Role.MANAGE, deed="binder-renamed"))
    yield Route(get, many.choose_into, binder(LinkPage.IMPORT, Role.EDIT, gives_cookie=True))
    yield Route(post, many.into, binder(LinkPage.IMPORT, Role.EDIT, gives_cookie=True))
    yield Route(get, mail_lists.show, binder(LinkPage.LISTS, Role.EDIT))
    yield Route(post, mail_lists.post, binder(LinkPage.LISTS, Role.EDIT, deed="list-made"))
    yield Route(get, mail_lists.edit, binder("/lists/{list}", Role.EDIT))
    yield Route(post, mail_lists.put, binder("/lists/{list}", Role.EDIT, deed="list-changed"))
    yield Route(post, mail_lists.delete, binder("/lists/{list}/delete", Role.EDIT, deed="list-deleted"))
    yield Route(get, mail_lists.text, binder("/lists/{list}/addresses.txt", Role.EDIT))
    yield Route(get, download.archive, binder("/classeur.zip", Role.READ, deed="exported"))
    yield Route(post, binders.new_note, binder("/notes", Role.EDIT))
    yield Route(post, several.put_cards, binder("/notes/card", Role.EDIT))
    yield Route(post, renaming.put_title, binder("/notes/title", Role.EDIT))
    yield Route(post, renaming.put_theme, binder("/themes", Role.EDIT))
    yield Route(get, several.folders, binder("/folders", Role.EDIT))
    yield Route(post, several.put_in_archive, binder("/notes/archive", Role.EDIT, deed="notes-archived"))
    yield Route(
        post, several.take_from_archive, binder("/notes/unarchive", Role.EDIT, deed="notes-unarchived")
    )
    yield Route(post, several.trash, binder("/notes/trash", Role.EDIT, deed="trashed"))
    yield Route(post, several.restore, binder("/notes/restore", Role.EDIT, deed="restored"))
    yield Route(post, moves.ask, binder("/moving", Role.EDIT))
    yield Route(get, shelf.show, binder(LinkPage.FOLDERS, Role.READ))
    yield Route(post, pochettes.begin, binder("/folders", Role.EDIT))
    yield Route(put, pochettes.move, folder("/binder", Role.MANAGE, deed="folder-moved"))
    yield Route(post, moving.put_in, binder("/put", Role.EDIT, deed="notes-put-in"))
    yield Route(get, leaving.show_archive, binder(LinkPage.ARCHIVE, Role.READ))
    yield Route(post, leaving.bring_back, binder(LinkPage.ARCHIVE, Role.EDIT, deed="note-unarchived"))
    yield Route(get, leaving.show_trash, binder(LinkPage.TRASH, Role.MANAGE))
    yield Route(post, leaving.act_in_trash, binder(LinkPage.TRASH, Role.MANAGE, deed="restored"))
    yield Route(get, leaving.ask_to_delete, binder(LinkPage.DELETE, Role.MANAGE))
    yield Route(post, leaving.delete, binder(LinkPage.DELETE, Role.MANAGE, deed="binder-trashed"))
    yield Route(post, moving.take_out, binder(LinkPage.TAKE_OUT, Role.READ, deed="notes-taken-out"))
    yield Route(get, moves.of_note, note(LinkPage.INTO_BINDER, Role.MANAGE))
    yield Route(post, moving.take_one_out, note(LinkPage.TAKE_OUT, Role.MANAGE, deed="notes-taken-out"))
    yield Route(post, moves.choices, Rule(path="/binders/choices", need=Who.DEVICE))
    yield Route(post, home_binders.forget, Rule(path="/binders/forgotten", need=Who.DEVICE))


def _of_members(get: str, post: str) -> Iterator[Route]:
    """The team, at its classeur: for who manages that."""
    yield Route(get, member_pages.show, binder(LinkPage.PEOPLE, Role.MANAGE))
    yield Route(get, member_end_pages.ask, binder(LinkPage.MEMBER, Role.MANAGE))
    yield Route(post, member_end_pages.remove, binder(LinkPage.MEMBER, Role.MANAGE, deed="member-removed"))
    yield Route(
        post, member_pages.readmit, binder(LinkPage.MEMBER_READMIT, Role.MANAGE, deed="member-readmitted")
    )
    yield Route(get, member_links.ask, binder(LinkPage.MEMBER_LINKS, Role.MANAGE))
    yield Route(post, member_links.renew, binder(LinkPage.MEMBER_LINKS, Role.MANAGE, deed="links-renewed"))
    yield Route(post, member_pages.put_in, binder(LinkPage.LEFT_OUT, Role.MANAGE, deed="notes-put-in"))


def routes() -> Iterator[Route]:
    """The table, with HEAD wherever there is something to GET.

    HEAD shows nothing, so the audit log has no row of it.
    """
    for route in _table():
        yield route
        if route.method == hdrs.METH_GET and not route.rule.is_socket:
            yield route._replace(method=hdrs.METH_HEAD, rule=replace(route.rule, deed=""))
