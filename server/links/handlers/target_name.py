"""What a pochette or a link is called, in the language of the reader."""

from aiohttp import web

from crdt.roles import Role
from export.folder.folder import day_in_words
from server.http.access import LANG
from server.http.keys import CLOCK
from server.http.templates import PAGES
from server.storage.folders import FolderRow
from server.storage.rights.links import Link
from server.targets import FolderTarget


def name_of(request: web.Request, row: FolderRow) -> str:
    """The day in words, else the title, in the reader's language."""
    untitled = request.app[PAGES].words[request[LANG]]("folder.untitled")
    return day_name(request, row.day) or row.title or untitled


def day_name(request: web.Request, iso: str) -> str:
    """A day in words as people say it: the year is another one, or goes without saying. '' for no day."""
    this_year = request.app[CLOCK].today().year
    return day_in_words(iso, request[LANG]).removesuffix(f" {this_year}")


def link_name(request: web.Request, link: Link) -> str:
    """Its label, else what it gives."""
    t = request.app[PAGES].words[request[LANG]]
    is_composing = isinstance(link.target, FolderTarget) and link.role is Role.EDIT
    return link.label or t("folder.plainEdit" if is_composing else f"share.plain.{link.role.value}")
