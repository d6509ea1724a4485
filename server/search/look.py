"""One look into the index: what a device may read now, what was found, and the best of it whole."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import nsmallest
from typing import Final

from export.note.card import Status
from server.binders.siblings import folded
from server.binders.themes import sort_key, tab_colours
from server.ids import BinderId, DeviceId, VisitorId
from server.storage import Db, binder_list, search_results, searching
from server.storage.readable import Readable, readable
from server.storage.search_reach import reach
from server.storage.search_results import Hit, Looked, Said
from server.storage.searching import Wanted
from server.storage.sql import in_parts

# So many notes are ranked by their text, and half of them shown at once.
BLOCK: Final = 40
# Of a phrase that is to be exact so many are read.
MOST_EXACT: Final = 5 * BLOCK
# A note that is new is in the index two seconds later; before that the index is not called behind.
_LATE_MS: Final = 10_000
_MOST_CHOICES: Final = 100
_MOST_FOR_TABS: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which of the notes that were found are wanted. Times are milliseconds since 1970."""

    theme: str = ""
    status: Status | None = None
    who: str = ""
    since: int | None = None

    def __bool__(self) -> bool:
        return bool(self.theme or self.status or self.who) or self.since is not None

    def takes(self, hit: Hit, name: str | None) -> bool:
        """Whether a note passes; `name` is that of its last writer, None where that may not be known."""
        return (
            (not self.theme or folded(hit.theme) == folded(self.theme))
            and (self.status is None or hit.status == self.status)
            and (self.since is None or hit.changed_at >= self.since)
            and (not self.who or (name is not None and is_called(name, self.who)))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Of one device, at one moment: what the index is asked for, where, and from which result on.

    `wanted` None asks for nothing but how much could be looked at.
    """

    device: DeviceId
    proof: str
    now: int
    wanted: Wanted | None
    filters: Filters = Filters()
    binder: BinderId | None = None
    archived: bool = False
    comments: bool = False
    after: int = 0
    version: int
    # A phrase that is to be exact is looked for in the texts of the first notes.
    is_exact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """`best` is the block of results that was asked for, by title and time; the texts are of these.

    `comments` are the classeurs and notes where the device may comment.

    `names` are those of last writers, of notes where the device may comment.
    """

    looked: Looked
    readable: Readable
    comments: frozenset[str] = frozenset()
    notes: int = 0
    is_whole: bool = True
    best: Sequence[Hit] = ()
    in_titles: Mapping[int, int] = field(default_factory=dict)
    texts: Mapping[int, bytes] = field(default_factory=dict)
    said: Sequence[Said] = ()
    names: Mapping[VisitorId, str] = field(default_factory=dict)
    tabs: Mapping[tuple[BinderId, str], int] = field(default_factory=dict)
    themes: Sequence[str] = ()
    people: Sequence[str] = ()

    def may_comment(self, hit: Hit) -> bool:
        return hit.binder in self.comments or hit.note in self.comments

    def name(self, hit: Hit) -> str | None:
        """Of who wrote last, for who may comment."""
        return (self.names.get(hit.by) or None) if hit.by and self.may_comment(hit) else None


def look(db: Db, *, question: Question) -> Seen:
    """All in one transaction: what is told is what may be read at this moment. Raises TooWideError."""
    found = readable(db, question.device, proof=question.proof, now=question.now)
    looked = search_results.looked(
        db,
        found,
        binder=question.binder,
        archived=question.archived,
        version=question.version,
        before=question.now - _LATE_MS,
    )
    if question.wanted is None:
        return Seen(looked=looked, readable=found)
    where = reach(db, found, binder=question.binder, comments=question.comments)
    held = searching.find(db, where, question.wanted)
    if question.wanted.is_anything:
        left_out = searching.unwanted(db, where, question.wanted, None)
        every = search_results.everything(db, where, archived=question.archived)
        hits = [hit for hit in every if hit.doc not in left_out]
    else:
        hits = search_results.hits(db, where, held.docs, archived=question.archived)
    seen = Seen(
        looked=looked,
        readable=found,
        comments=found.comments(),
        is_whole=held.is_whole,
        in_titles=held.docs,
    )
    return _best(db, seen, hits, question)


def is_called(name: str, who: str) -> bool:
    """Whether each word of `who` begins a word of the name, whatever its case and accents."""
    words = folded(name).replace("-", " ").split()
    return all(any(word.startswith(part) for word in words) for part in folded(who).replace("-", " ").split())


def _best(db: Db, seen: Seen, hits: Sequence[Hit], question: Question) -> Seen:
    """The notes that pass the filters, and of the block that was asked for the texts and comments."""
    writers = Counter(hit.by for hit in hits if seen.may_comment(hit))
    seen = replace(seen, names=_names(db, writers))
    passed = (
        [hit for hit in hits if question.filters.takes(hit, seen.name(hit))] if question.filters else hits
    )
    in_title = seen.in_titles.get
    begin = 0 if question.is_exact else question.after // BLOCK * BLOCK
    end = begin + (MOST_EXACT if question.is_exact else BLOCK)
    ranked = nsmallest(end, passed, key=lambda hit: (-in_title(hit.doc, 0), -hit.changed_at, hit.note))
    best = ranked[begin:]
    beside = [hit.note for hit in best if question.comments and seen.may_comment(hit)]
    return replace(
        seen,
        looked=seen.looked if passed or not question.filters else _filtered(db, seen, question),
        notes=len(passed),
        is_whole=seen.is_whole and (not question.is_exact or len(passed) <= MOST_EXACT),
        best=best,
        texts=search_results.texts(db, [hit.doc for hit in best]),
        said=search_results.said(db, beside) if beside else (),
        tabs=_tabs(db, seen, best),
        themes=_choices(Counter(hit.theme for hit in hits)),
        people=_choices(_by_name(writers, seen.names)),
    )


def _filtered(db: Db, seen: Seen, question: Question) -> Looked:
    """Where nothing was found: how many of the notes that were looked at pass the filters."""
    where = reach(db, seen.readable, binder=question.binder)
    every = search_results.everything(db, where, archived=question.archived)
    named = replace(seen, names=_names(db, {hit.by for hit in every if seen.may_comment(hit)}))
    return replace(seen.looked, notes=sum(question.filters.takes(hit, named.name(hit)) for hit in every))


def _names(db: Db, writers: Iterable[VisitorId | None]) -> dict[VisitorId, str]:
    """Of who wrote last in notes where the device may comment: a reader sees no authors."""
    parts = in_parts(sorted(filter(None, writers)))
    return {by: name for part in parts for by, (name, _) in binder_list.people(db, part).items()}


def _by_name(writers: Counter[VisitorId | None], names: Mapping[VisitorId, str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for by, many in writers.items():
        if by is not None:
            found[names.get(by, "")] += many
    return found


def _tabs(db: Db, seen: Seen, best: Iterable[Hit]) -> dict[tuple[BinderId, str], int]:
    """The colour of each theme in its classeur. Its themes are counted for it: not of very many notes."""
    if seen.looked.notes > _MOST_FOR_TABS:
        return {}
    binders = {hit.binder for hit in best if hit.theme and hit.binder in seen.readable.binders}
    return {
        (binder, theme): colour
        for binder in binders
        if binder
        for theme, colour in tab_colours(binder_list.themes(db, binder)).items()
    }


def _choices(found: Counter[str]) -> list[str]:
    """Those that are met most, in the order of the alphabet."""
    return sorted(filter(None, (name for name, _ in found.most_common(_MOST_CHOICES))), key=sort_key)
