"""Addresses of classeurs: a link to one gives its right there, and on each note and pochette in it."""

from collections.abc import Iterator

from aiohttp import hdrs

from crdt.roles import Role
from server.binders.handlers import (
    arrival_page,
    binders,
    download,
    landing,
    leaving,
    many,
    member_links,
    moves,
    moving,
    pages,
    pochettes,
    renaming,
    several,
    shelf,
    siblings,
    team_leave,
    team_pages,
)
from server.http.access import Rule, Who
from server.http.route import Route, binder, folder, note
from server.text.paths import LinkPage, SitePage


def addresses() -> Iterator[Route]:
    """Those of a classeur, then of the team at its own."""
    get, post, put = hdrs.METH_GET, hdrs.METH_POST, hdrs.METH_PUT
    yield Route(get, landing.show, binder(LinkPage.ITSELF, Role.READ, gives_cookie=True, greets=True))
    yield Route(post, arrival_page.enter, binder(LinkPage.ARRIVAL, Role.READ, gives_cookie=True))
    yield Route(get, pages.get, binder("/binder", Role.READ))
    yield Route(put, binders.put, binder("/binder", Role.MANAGE, deed="binder-renamed"))
    yield Route(post, binders.rename_form, binder("/binder", Role.MANAGE, deed="binder-renamed"))
    yield Route(get, many.choose_into, binder(LinkPage.IMPORT, Role.EDIT, gives_cookie=True))
    yield Route(post, many.into, binder(LinkPage.IMPORT, Role.EDIT, gives_cookie=True))
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
    yield Route(get, siblings.get, note("/siblings", Role.EDIT))
    yield Route(get, siblings.themes, note("/themes", Role.EDIT))
    yield from _of_imports(get, post)
    yield from _of_members(get, post)


def _of_imports(get: str, post: str) -> Iterator[Route]:
    """What became of files that a device has brought together, for that device alone."""
    yield Route(get, many.show, Rule(path=SitePage.IMPORTED, need=Who.DEVICE))
    yield Route(post, many.undo, Rule(path=f"{SitePage.IMPORTED}/undo", need=Who.DEVICE))


def _of_members(get: str, post: str) -> Iterator[Route]:
    """The team, at its classeur: for who manages that."""
    yield Route(get, team_pages.show, binder(LinkPage.PEOPLE, Role.MANAGE))
    yield Route(
        post, team_pages.readmit, binder(LinkPage.MEMBER_READMIT, Role.MANAGE, deed="member-readmitted")
    )
    yield Route(get, member_links.ask, binder(LinkPage.MEMBER_LINKS, Role.MANAGE))
    yield Route(post, member_links.renew, binder(LinkPage.MEMBER_LINKS, Role.MANAGE, deed="links-renewed"))
    yield Route(post, team_pages.put_in, binder(LinkPage.LEFT_OUT, Role.MANAGE, deed="notes-put-in"))
    yield Route(post, team_leave.leave, Rule(path=SitePage.TEAM_LEAVE, need=Who.DEVICE, deed="member-left"))
