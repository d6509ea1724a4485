"""What a note or a pochette is called, in the language of the reader."""

from datetime import date

from aiohttp import web

from export.folder.folder import day_in_words
from server.http.templates import PAGES
from server.http.words import LANG
from server.storage.folders import FolderRow


def name_of(request: web.Request, row: FolderRow) -> str:
    """The day in words, else the title, in the reader's language."""
    lang = request[LANG]
    untitled = request.app[PAGES].words[lang]("folder.untitled")
    # As people say it: the year is another one, or goes without saying.
    day = day_in_words(row.day, lang).removesuffix(f" {date.today().year}")  # noqa: DTZ011 - where the server is
    return day or row.title or untitled
