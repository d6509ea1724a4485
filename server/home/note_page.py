"""GET /n/{token}: editor or reader, by role, then `?view=`, then device.

The editor's page comes with the first lines of the text, so that they are read before its script is there.

A link to print opens its door instead.
"""

from functools import partial
from typing import NamedTuple

from aiohttp import hdrs, web

from crdt.roles import Role
from export.note.card import ASKED
from export.note.language import language
from export.note.numbers import for_scripts
from export.note.title import name_of, title_of
from server.clock import now_ms
from server.errors import NotFoundError
from server.home.around import Around, around
from server.http.access import LANG, note_access
from server.http.answer import compressed, page
from server.http.carrying import is_shown, is_taken_along
from server.http.keys import CLOCK, ENGINE, SEAL
from server.http.paths import own_path, public_origin
from server.http.templates import NONCE, PAGES
from server.links.handlers.openings import remember
from server.links.rules import sharing
from server.links.rules.people import news_of
from server.links.rules.sharing import first_open
from server.live.keys import ROOMS
from server.notes.first_lines import glance
from server.paper import print_link_page
from server.paper.page_counts import PAGE_COUNTS
from server.reading.page import look, reading
from server.rights.access import NoteAccess
from server.storage import Db, cards, editions, notes
from server.storage.cards import CardRow
from server.storage.notes import NoteRow
from server.storage.rights import links
from server.storage.rights.links import Link
from server.targets import BinderTarget, NoteTarget
from server.text.paths import LinkPage, SitePage, link_path, path_for, target_path
from server.visitors.may_mail import may_mail


async def note(request: web.Request) -> web.Response:
    access, engine = note_access(request), request.app[ENGINE]
    if access.role is Role.PRINT:
        return await print_link_page.show(request)
    row, card, found = await engine.read(partial(_note, access=access))
    if row is None:
        raise NotFoundError("no_link")
    if is_shown(request):
        await remember(request)
    beside = await around(request, access)
    if opens_editor(request, access.role):
        return await _editor(request, access, row, card, found, beside)
    return await _reader(request, access, row, found, beside)


async def moved(request: web.Request) -> web.Response:
    """GET /n/{token}/moved: where the note is now; the guard led here from an older address, or refused."""
    access = note_access(request)
    *_, found = await request.app[ENGINE].read(partial(_note, access=access))
    url = own_path(request)
    return web.json_response({"url": url, "links": _links(request, access, found)})


def opens_editor(request: web.Request, role: Role) -> bool:
    """Whether a link of such a role opens the editor, or else the reader."""
    return role.allows(Role.COMMENT) and not _wants_reader(request)


async def _editor(
    request: web.Request, access: NoteAccess, row: NoteRow, card: CardRow, found: "_Links", beside: Around
) -> web.Response:
    token = request.match_info["token"]
    text = await request.app[ROOMS].markdown(access.note)
    title = name_of(text) or request.app[PAGES].words[request[LANG]]("editor.untitled")
    length = request.app[PAGE_COUNTS].known(access.note)
    facts = {
        "note": access.note,
        "token": token,
        "origin": public_origin(request),
        "role": access.role.value,
        "title": title,
        "begins": access.role.allows(Role.EDIT) and ("new" in request.query or not text),
        "nonce": request[NONCE],
        "epoch": row.epoch,
        "sync": path_for(SitePage.SYNC, token=token),
        "visitor": {"name": access.name, "colour": access.colour},
        "holder": access.visitor,
        "card": card.facts(),
        "cardFields": [{"name": one.name, "kind": one.kind, "most": one.most} for one in ASKED],
        "extent": length and length.pages,
        "fitsIn": length and length.fits_in,
        "numbers": for_scripts(language(text)),
        "links": _links(request, access, found),
        "linksAt": own_path(request, LinkPage.LINKS),
        "mails": await may_mail(request),
        "pdf": own_path(request, LinkPage.PDF),
        "markdown": own_path(request, LinkPage.MARKDOWN),
        "reader": f"{own_path(request)}?view=read",
        "import": own_path(request, LinkPage.IMPORT),
    }
    shown = await glance(request, text)
    return compressed(
        request,
        page(
            request,
            "editor.html",
            facts=facts,
            title=title,
            has_title=bool(title_of(text)),
            open_links=found.open if access.role.allows(Role.EDIT) else 0,
            role=access.role.value,
            glance=shown,
            news=await request.app[ENGINE].read(partial(news_of, access=access)),
            is_own=access.is_own,
            binder=_way_back(beside),
            own_edit_url=_own_edit_url(access, beside),
        ),
    )


async def _reader(
    request: web.Request, access: NoteAccess, row: NoteRow, found: "_Links", beside: Around
) -> web.Response:
    changed_at = request.app[CLOCK].at(row.changed_at)
    shown = await look(request.app, access.note, printed_at=changed_at)
    numbers = await request.app[ENGINE].read(partial(editions.numbers_paragraphs, target=access.target))
    may_edit = access.role.allows(Role.EDIT)
    brief = shown.brief
    return compressed(
        request,
        page(
            request,
            "reader.html",
            facts={"note": access.note},
            title=brief.title,
            has_title=brief.has_title,
            **await reading(
                request,
                shown,
                base=own_path(request),
                url=own_path(request, LinkPage.READ),
                numbers_paragraphs=numbers,
            ),
            minutes=brief.minutes,
            changed_at=changed_at,
            may_edit=may_edit,
            may_comment=access.role.allows(Role.COMMENT),
            edit_url=f"{own_path(request)}?view=edit",
            print_url=own_path(request, LinkPage.PRINT),
            share_url=(to_read := _url(request, found, Role.READ))
            or public_origin(request) + target_path(access.target),
            share_links=own_path(request, LinkPage.LINKS) if may_edit and not to_read else None,
            binder=_way_back(beside),
            own_edit_url=_own_edit_url(access, beside),
            is_archived=beside.is_archived,
            unarchive_url=target_path(BinderTarget(beside.binder.id), LinkPage.ARCHIVE)
            if beside.binder and beside.may_unarchive
            else None,
        ),
    )


def _way_back(beside: Around) -> dict[str, str] | None:
    """The classeur, where this device may read it."""
    binder = beside.binder
    return {"url": target_path(BinderTarget(binder.id)), "name": binder.name} if binder else None


def _own_edit_url(access: NoteAccess, beside: Around) -> str | None:
    """The note's own address, where this device may edit there and not by the address that it asked."""
    may_more = beside.may_edit and not access.role.allows(Role.EDIT)
    return f"{target_path(access.target)}?view=edit" if may_more else None


def _wants_reader(request: web.Request) -> bool:
    if is_taken_along(request):
        return True
    if "new" in request.query:
        return False
    match request.query.get("view"):
        case "read":
            return True
        case "edit":
            return False
        case _:
            hint = request.headers.get("Sec-CH-UA-Mobile")
            return hint == "?1" if hint else "Mobi" in request.headers.get(hdrs.USER_AGENT, "")


def _links(request: web.Request, access: NoteAccess, found: "_Links") -> dict[str, str | None]:
    """What may be handed on: a link to comment tells no other one."""
    may = access.role.allows(Role.EDIT)
    return {role.value: _url(request, found, role) if may else None for role in (Role.EDIT, Role.READ)}


def _url(request: web.Request, found: "_Links", role: Role) -> str | None:
    link = first_open(found.known, role, now_ms())
    return public_origin(request) + link_path(request.app[SEAL], link) if link else None


class _Links(NamedTuple):
    """How many links of a note are open, and those whose addresses the request may be shown."""

    open: int
    known: list[Link]


def _note(db: Db, *, access: NoteAccess) -> tuple[NoteRow | None, CardRow, _Links]:
    note, is_known, now = access.note, sharing.known_to(db, access), now_ms()
    found = links.of_target(db, NoteTarget(note))
    told = _Links(sum(link.is_open(now) for link in found), [link for link in found if is_known(link)])
    return notes.find(db, note), cards.find(db, note), told
