"""Facts of a result, as its page and programs tell them: where it opens, its card, its writer, its time."""

from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from server.clock import as_datetime
from server.ids import NoteId
from server.live.keys import ROOMS
from server.search.rules.ranking import Result
from server.search.rules.retrieval import Retrieved
from server.storage.search_results import Hit
from server.targets import FolderTarget, NoteTarget
from server.text.paths import LinkPage, target_path


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultFacts:
    """`url` is an own address, which gives nothing by itself. `binder` is the name of the classeur.

    None is a classeur or a writer that this device may not know. `more` snippets are not shown.
    """

    url: str
    theme: str
    tab: int
    status: str
    binder: str | None
    by: str | None
    at: datetime
    more: int


def facts_of(request: web.Request, got: Retrieved, result: Result) -> ResultFacts:
    """What both the page and programs say of a result."""
    hit = result.hit
    return ResultFacts(
        url=_url(got, hit),
        theme=hit.theme,
        tab=got.tabs.get((hit.binder, hit.theme), 0) if hit.binder else 0,
        status=hit.status,
        binder=got.readable.names.get(hit.binder) if hit.binder else None,
        by=got.name(hit),
        at=as_datetime(_changed_at(request, hit.note, hit.changed_at)),
        more=result.count - len(result.shown),
    )


def _url(got: Retrieved, hit: Hit) -> str:
    """Of the note, or of its place in the pochette that shows it."""
    shown = next(iter(got.readable.pochettes.get(hit.note, ())), None)
    if shown is None:
        return target_path(NoteTarget(hit.note))
    return target_path(FolderTarget(shown.folder), LinkPage.ITEM, item=shown.item)


def _changed_at(request: web.Request, note: NoteId, at: int) -> int:
    """When a note was last written in, where that is in memory alone too (ms since 1970)."""
    loaded = request.app[ROOMS].loaded().get(note)
    return max(at, *loaded.wrote.values()) if loaded is not None and loaded.wrote else at
