"""People whom a loss has cut off, by the link they came by, and the new address that may be sent to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from crdt.roles import Role
from export.folder.folder import day_in_words
from export.languages.folding import sort_key
from server.http.access import LANG
from server.http.keys import SEAL
from server.http.paths import public_origin
from server.http.templates import PAGES
from server.ids import DeviceId, LinkId, VisitorId
from server.storage import Db, binders, folders, notes
from server.storage.arrivals import Arrival
from server.storage.folders import FolderRow
from server.storage.rights import grants, links
from server.storage.rights.links import Link
from server.targets import BinderTarget, FolderTarget, NoteTarget, Target
from server.text.paths import link_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Shut:
    """A link as it is by now, what it opens, and who came by it: their names, None for no name.

    `is_ours`: whether the device manages the target, and so may be shown the address.
    """

    link: Link
    on: str | FolderRow
    names: tuple[str | None, ...]
    is_ours: bool


def links_of(db: Db, *, device: DeviceId, arrivals: Iterable[Arrival]) -> list[Shut]:
    """Those that are still open, in the order in which people came first."""
    by_link: dict[LinkId, dict[VisitorId, str | None]] = {}
    for one in arrivals:
        by_link.setdefault(one.link, {})[one.visitor] = one.name
    found: list[Shut] = []
    for id_, people in by_link.items():
        link = links.find(db, id_)
        if link is None or link.closed_at is not None:
            continue
        is_ours = grants.granted(db, device, link.target) is Role.MANAGE
        names = tuple(people.values())
        found.append(Shut(link=link, on=_on(db, link.target), names=names, is_ours=is_ours))
    return found


def _on(db: Db, target: Target) -> str | FolderRow:
    match target:
        case NoteTarget(note):
            return notes.title(db, note) or ""
        case FolderTarget(folder):
            return folders.find(db, folder) or ""
        case BinderTarget(binder):
            row = binders.find(db, binder)
            return row.name if row else ""


def facts(request: web.Request, found: Iterable[Shut]) -> list[dict[str, Any]]:
    """Each link with its people, those without a name counted; "url" is "" where it is not ours."""
    t = request.app[PAGES].words[request[LANG]]
    told = []
    for one in found:
        nameless = one.names.count(None)
        named = sorted((name for name in one.names if name), key=sort_key)
        people = [*named, *([t("stolen.shutNameless", count=nameless)] if nameless else [])]
        address = public_origin(request) + link_path(request.app[SEAL], one.link)
        on = _named(one.on, request[LANG]) if isinstance(one.on, FolderRow) else one.on
        told.append(
            {
                "link": one.link.label or t(f"share.plain.{one.link.role.value}"),
                "on": on or t("editor.untitled"),
                "people": people,
                "url": address if one.is_ours else "",
            }
        )
    return told


def _named(row: FolderRow, lang: str) -> str:
    return day_in_words(row.day, lang) or row.title
