"""Addresses: the templates of those that the server hands out, filled in here alone."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from server.secrets.tokens import Seal
from server.storage.rights.links import Link
from server.targets import BinderTarget, FolderTarget, NoteTarget, Target

NUMBER: Final = "{number:[1-9][0-9]{0,8}}"
BASES: Final[Mapping[type[Target], str]] = {
    NoteTarget: "/n/{token}",
    FolderTarget: "/p/{token}",
    BinderTarget: "/c/{token}",
}
"""By the type of what a link opens: its address, and the beginning of those below it."""


class LinkPage(StrEnum):
    """What stands below the address of a link."""

    ITSELF = ""
    ACCESS = "/access"
    APP = "/app.webmanifest"
    ARRIVAL = "/arrival"
    CARRY = "/carry"
    COPY = f"/copy/{{proof}}/{NUMBER}.pdf"
    DOOR = "/password"
    EDITION = f"/edition/{NUMBER}.pdf"
    LINKS = "/links"
    LISTS = "/lists"
    MAIL = "/mail"
    MANAGE = "/manage"
    RENEW = "/manage/renew"
    GIVEN_END = "/given/{visitor}/end"
    LINK_CLOSE = "/links/{link}/close"
    LINK_PERSON = "/links/{link}/people/{visitor}"
    # Of a note.
    ERASURES = "/erasures"
    IMPORT = "/import"
    MARKDOWN = "/note.md"
    PDF = "/note.pdf"
    PRINT = "/print"
    READ = "/read"
    RESTORE = "/restore"
    STORY = "/story"
    INTO_BINDER = "/binder"
    TAKE_OUT = "/take-out"
    VERSIONS = "/versions"
    # Of the team's classeur.
    LEFT_OUT = "/left-out"
    MEMBER = "/people/{member}"
    MEMBER_LINKS = "/people/{member}/links"
    MEMBER_READMIT = "/people/{member}/readmit"
    PEOPLE = "/people"
    # Of a classeur.
    FOLDERS = "/pochettes"
    # Of a pochette.
    BOUND = "/pochette.pdf"
    BOOK = "/pochette.epub"
    ITEM = "/notes/{item}"
    ITEM_READ = "/notes/{item}/read"
    # Of a classeur.
    ARCHIVE = "/archive"
    DELETE = "/delete"
    TRASH = "/trash"


class SitePage(StrEnum):
    """Addresses below no link's."""

    LINKING = "/devices/add"
    LINKING_CODE = "/devices/add/{code}"
    RECOVER = "/recover/{code}"
    SEARCH = "/search"
    IMPORTED = "/imports/{import}"
    # What a printed page says of itself; the codes on paper are in capitals (server/paper/imprint.py).
    SHEET = "/e/{code}"
    SHEET_PAGE = f"/e/{{code}}/{NUMBER}"
    SHEET_IN_CAPITALS = "/E/{code}"
    SHEET_PAGE_IN_CAPITALS = f"/E/{{code}}/{NUMBER}"
    SYNC = "/sync/{token}"
    TEAM = "/team"
    UNSUBSCRIBE = "/unsubscribe/{proof}"
    TEAM_CALLBACK = "/team/callback"
    TEAM_LEAVE = "/team/leave"


# A variable part, with its regular expression where it has one, in which braces may stand.
_PART: Final = re.compile(r"\{(\w+)(?::(?:[^{}]|\{[^{}]*\})*)?\}")


def path_for(address: SitePage | str, **parts: object) -> str:
    """An address with its variable parts filled in. Raises KeyError where one is missing."""
    return _PART.sub(lambda match: str(parts[match[1]]), address)


def link_path(seal: Seal, link: Link, page: LinkPage = LinkPage.ITSELF, **parts: object) -> str:
    """The address of a link, or of a page below it."""
    token = seal.token(link.id, link.generation)
    return path_for(BASES[type(link.target)] + page, token=token, **parts)


def target_path(target: Target, page: LinkPage = LinkPage.ITSELF, **parts: object) -> str:
    """The target's own address, which gives nothing by itself, or that of a page below it."""
    return path_for(BASES[type(target)] + page, token=target.id, **parts)
