"""What a mail brings: the title of a note or a pochette, and its PDF, which is an edition."""

from dataclasses import dataclass
from typing import Final

from aiohttp import web

from crdt.title import title_of
from server.errors import TooLargeError
from server.folders import editions as folder_editions
from server.folders.bindery import BINDERY
from server.folders.folders import row_of
from server.http.access import ACCESS, note_access
from server.ids import FolderId, NoteId
from server.links.target_name import name_of
from server.live.rooms import ROOMS
from server.mail.request import PDF, MailWish
from server.paper import editions
from server.paper.press import PRESS
from server.targets import columns_of

MOST_PDF: Final = 15 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The note or the pochette that the request's own link opens."""

    note: NoteId | None = None
    folder: FolderId | None = None


def subject_of(request: web.Request) -> Subject:
    note, folder = columns_of(request[ACCESS].target)
    return Subject(note=note, folder=folder)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What mails bring: the title of the thing, and its PDF where they bring one, with its number."""

    title: str
    pdf: bytes = b""
    number: int | None = None


async def brought_by(request: web.Request, wish: MailWish) -> Brought:
    """A PDF that leaves is an edition: its sheet knows its number."""
    subject = subject_of(request)
    if subject.folder is not None:
        brought = await _of_folder(request, subject.folder, wish)
    elif wish.gives == PDF:
        edition = await editions.take(request, note_access(request), wish.prints)
        brief = await editions.edition_brief(request, edition)
        pdf = await request.app[PRESS].pdf(brief, request[ACCESS].who)
        brought = Brought(title=title_of(edition.markdown), pdf=pdf, number=edition.number)
    else:
        brought = Brought(title=await title_of_subject(request))
    if len(brought.pdf) > MOST_PDF:
        raise TooLargeError("mail_size", most=MOST_PDF >> 20)
    return brought


async def title_of_subject(request: web.Request) -> str:
    """The title of the note, or what the pochette is called."""
    subject = subject_of(request)
    if subject.folder is not None:
        return name_of(request, await row_of(request.app, subject.folder))
    return title_of(await request.app[ROOMS].markdown(note_access(request).note))


async def _of_folder(request: web.Request, folder: FolderId, wish: MailWish) -> Brought:
    row = await row_of(request.app, folder)
    if wish.gives != PDF:
        return Brought(title=name_of(request, row))
    edition = await folder_editions.take(request, row, folder_editions.Wish(is_live=wish.prints.is_live))
    bound = request.app[BINDERY].begin(await folder_editions.edition_folder(request, edition))
    return Brought(title=name_of(request, row), pdf=(await bound.result()).pdf, number=edition.number)
