"""Content of a mail: the title of its target, and the PDF of a note or pochette, which is an edition."""

from dataclasses import dataclass, replace
from typing import Final

from aiohttp import web

from export.note import title
from server.errors import BadInputError, TooLargeError
from server.folders import editions as folder_editions
from server.folders.bindery import bind
from server.folders.editions import FolderPrintRequest
from server.folders.folders import row_of
from server.folders.title import title_of
from server.http.access import ACCESS, note_access
from server.ids import FolderId
from server.links.handlers.target_name import name_of
from server.mail.request import PDF, MailRequest
from server.paper import editions
from server.paper.press import PRESS
from server.rights.access import NoteAccess
from server.targets import BinderTarget, FolderTarget, NoteTarget, Target
from server.visitors.askers import asker_of

MOST_PDF: Final = 15 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class MailContent:
    """What mails bring: the title of the thing, and its PDF where they bring one, with its number."""

    title: str
    pdf: bytes = b""
    number: int | None = None


async def content_of(request: web.Request, asked: MailRequest) -> MailContent:
    """A PDF that leaves is an edition: its sheet knows its number."""
    brought = await _content(request, request[ACCESS].target, asked)
    if len(brought.pdf) > MOST_PDF:
        raise TooLargeError("mail_size", most=MOST_PDF >> 20)
    return brought


async def _content(request: web.Request, target: Target, asked: MailRequest) -> MailContent:
    match target:
        case NoteTarget():
            return await _of_note(request, note_access(request), asked)
        case FolderTarget(folder):
            return await _of_folder(request, folder, asked)
        case BinderTarget():
            if asked.gives == PDF:
                raise BadInputError("bad_request")
            return MailContent(title=await title_of(request, target))


async def _of_note(request: web.Request, access: NoteAccess, asked: MailRequest) -> MailContent:
    if asked.gives != PDF:
        return MailContent(title=await title_of(request, access.target))
    edition = await editions.take(request, access, asked.prints)
    # Who gets a sheet by mail has no right to read the text behind it.
    brief = replace(await editions.edition_brief(request, edition), has_source=False)
    pdf = await request.app[PRESS].pdf(brief, await asker_of(request))
    return MailContent(title=title.name_of(edition.markdown), pdf=pdf, number=edition.number)


async def _of_folder(request: web.Request, folder: FolderId, asked: MailRequest) -> MailContent:
    row = await row_of(request.app, folder)
    if asked.gives != PDF:
        return MailContent(title=name_of(request, row))
    prints = FolderPrintRequest(is_live=asked.prints.is_live)
    edition = await folder_editions.take(request, row, prints)
    sheet = replace(await folder_editions.edition_folder(request, edition), has_sources=False)
    bound = await bind(request, sheet)
    return MailContent(title=name_of(request, row), pdf=(await bound.result()).pdf, number=edition.number)
