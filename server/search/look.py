"""One look into the index: what a device may read now, what was found, and the best of it whole."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import nlargest, nsmallest
from typing import Final

from export.languages.folding import sort_key
from server.binders.rules.themes import tab_colours_of
from server.ids import BinderId, VisitorId
from server.search.question import MOST_EXACT, Question
from server.storage import Db, binder_list, search_counts, search_results, searching
from server.storage.readable import Readable, readable
from server.storage.search_counts import Fact, Looked
from server.storage.search_reach import Reach, reach
from server.storage.search_results import Hit, Said
from server.storage.searching import Docs
from server.storage.sql import in_parts

_MOST_CHOICES: Final = 100
_MOST_FOR_TABS: Final = 10_000
# Of very many notes the first ones say what filters offer.
_OFFERING: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """`best` is the block of results that was asked for, by title and time; the texts are of these.

    `comments` are the classeurs and notes where the device may comment.

    `names` are those of last writers, of notes where the device may comment.
    """

    readable: Readable
    looked: Looked = field(default_factory=Looked)
    comments: frozenset[str] = frozenset()
    notes: int = 0
    is_whole: bool = True
    best: Sequence[Hit] = ()
    in_titles: Docs = field(default_factory=dict)
    texts: Mapping[int, bytes] = field(default_factory=dict)
    said: Sequence[Said] = ()
    names: Mapping[VisitorId, str] = field(default_factory=dict)
    tabs: Mapping[tuple[BinderId, str], int] = field(default_factory=dict)
    themes: Sequence[str] = ()
    people: Sequence[str] = ()

    def may_comment(self, hit: Hit | Fact) -> bool:
        return hit.binder in self.comments or hit.note in self.comments

    def name(self, hit: Hit | Fact) -> str | None:
        """Of who wrote last, for who may comment."""
        return (self.names.get(hit.by) or None) if hit.by and self.may_comment(hit) else None


def look(db: Db, *, question: Question) -> Seen:
    """All in one transaction: what is told is what may be read at this moment. Raises TooWideError."""
    found = readable(db, question.device, proof=question.proof, now=question.now)
    if question.wanted is None:
        return Seen(looked=search_counts.looked(db, found, question.counting), readable=found)
    where = reach(db, found, binder=question.binder, comments=question.comments)
    held = searching.find(db, where, question.wanted)
    seen = Seen(readable=found, comments=found.comments(), is_whole=held.is_whole, in_titles=held.docs)
    if len(held.docs) > search_results.MANY and where.comments_alike:
        if question.filters:
            return _of_very_many_filtered(db, seen, where, question)
        return _of_very_many(db, seen, where, question)
    seen = replace(seen, looked=search_counts.looked(db, found, question.counting))
    if not question.wanted.is_anything:
        hits = search_results.hits(db, where, held.docs, archived=question.archived)
        return _of_all(db, seen, hits, question)
    if seen.looked.notes > search_results.MANY:
        return _of_very_many_filtered(db, seen, where, question)
    left_out = searching.unwanted(db, where, question.wanted, None)
    every = search_results.everything(db, where, archived=question.archived)
    return _of_all(db, seen, [hit for hit in every if hit.doc not in left_out], question)


def _of_all(db: Db, seen: Seen, hits: Sequence[Hit], question: Question) -> Seen:
    """The notes that pass the filters, and the block of them that was asked for."""
    seen = _with_choices(db, seen, hits)
    passed = list(filter(question.filters.taking(seen.name), hits)) if question.filters else hits
    if question.filters and not passed:
        seen = replace(seen, looked=_filtered(db, seen, question))
    best = _ranked(seen, passed, question.end)[question.begin :]
    return _whole(db, replace(seen, notes=len(passed)), best, question)


def _of_very_many(db: Db, seen: Seen, where: Reach, question: Question) -> Seen:
    """The same where each row more that is read counts: filters offer what the first notes have."""
    looked, times = search_counts.scan(db, seen.readable, where, seen.in_titles, question.counting)
    first = _first(times, seen.in_titles, max(question.end, _OFFERING))
    seen = replace(seen, looked=looked, notes=len(times))
    return _with_first(db, seen, where, question, first, first[question.begin : question.end])


def _of_very_many_filtered(db: Db, seen: Seen, where: Reach, question: Question) -> Seen:
    """The same of those that pass the filters, of which no more is read than is asked for."""
    if question.wanted and question.wanted.is_anything:
        left_out = searching.unwanted(db, where, question.wanted, None)
        looked, every = _facts(db, seen, where, None, question)
        facts = [fact for fact in every if fact.doc not in left_out] if left_out else every
    else:
        looked, facts = _facts(db, seen, where, seen.in_titles, question)
    seen = replace(seen, looked=looked)
    takes = question.filters.taking(_named(db, seen, facts, question).name)
    times = {fact.doc: fact.changed_at for fact in facts if takes(fact)}
    if not times:
        seen = replace(seen, looked=_filtered(db, seen, question))
    first = _first({fact.doc: fact.changed_at for fact in facts}, seen.in_titles, _OFFERING)
    best = _first(times, seen.in_titles, question.end)[question.begin :]
    return _with_first(db, replace(seen, notes=len(times)), where, question, first, best)


def _with_first(
    db: Db, seen: Seen, where: Reach, question: Question, first: Sequence[int], best: Sequence[int]
) -> Seen:
    """`first` say what filters offer, whatever the filters; `best` is the block of those that pass."""
    docs = dict.fromkeys([*first, *best], 0)
    hits = {hit.doc: hit for hit in search_results.hits(db, where, docs, archived=question.archived)}
    block = [hits[doc] for doc in best if doc in hits]
    seen = _with_choices(db, seen, [hits[doc] for doc in first if doc in hits], block)
    return _whole(db, seen, block, question)


def _facts(
    db: Db, seen: Seen, where: Reach, docs: Docs | None, question: Question
) -> tuple[Looked, list[Fact]]:
    filters, counting = question.filters, question.counting
    of_card, of_writer = bool(filters.theme or filters.status), bool(filters.who)
    return search_counts.facts(db, seen.readable, where, docs, counting, of_card=of_card, of_writer=of_writer)


def _ranked(seen: Seen, found: Iterable[Hit], most: int) -> list[Hit]:
    """The first ones: words in the title, then the latest change."""
    in_title = seen.in_titles.get
    return nsmallest(most, found, key=lambda hit: (-in_title(hit.doc, 0), -hit.changed_at, hit.doc))


def _first(times: Mapping[int, int], in_titles: Docs, most: int) -> list[int]:
    """The same by numbers; few of very many notes have a word in their title."""
    in_title = in_titles.get
    titled = sorted(
        (doc for doc in times if in_title(doc, 0)), key=lambda doc: (-in_titles[doc], -times[doc], doc)
    )
    rest = [doc for doc in times if not in_title(doc, 0)]
    return titled[:most] + nlargest(most - len(titled), rest, key=times.__getitem__)


def _whole(db: Db, seen: Seen, best: Sequence[Hit], question: Question) -> Seen:
    """With the texts of the block, and what was said beside them."""
    beside = [hit.note for hit in best if question.comments and seen.may_comment(hit)]
    return replace(
        seen,
        is_whole=seen.is_whole and (not question.is_exact or seen.notes <= MOST_EXACT),
        best=best,
        texts=search_results.texts(db, [hit.doc for hit in best]),
        said=search_results.said(db, beside) if beside else (),
        tabs=_tabs(db, seen, best),
    )


def _with_choices(db: Db, seen: Seen, hits: Sequence[Hit], beside: Sequence[Hit] = ()) -> Seen:
    """With the names of their last writers, those of others `beside`, and what filters offer."""
    writers = Counter(hit.by for hit in hits if seen.may_comment(hit))
    names = _names(db, {*writers, *(hit.by for hit in beside if seen.may_comment(hit))})
    themes, people = Counter(hit.theme for hit in hits), _by_name(writers, names)
    return replace(seen, names=names, themes=_choices(themes), people=_choices(people))


def _filtered(db: Db, seen: Seen, question: Question) -> Looked:
    """Where nothing was found: how many of the notes that were looked at pass the filters."""
    _, facts = _facts(db, seen, reach(db, seen.readable, binder=question.binder), None, question)
    takes = question.filters.taking(_named(db, seen, facts, question).name)
    return replace(seen.looked, notes=sum(map(takes, facts)))


def _named(db: Db, seen: Seen, facts: Iterable[Fact], question: Question) -> Seen:
    """With the names of all who wrote last, if they are asked for."""
    if not question.filters.who:
        return seen
    return replace(seen, names=_names(db, {fact.by for fact in facts if seen.may_comment(fact)}))


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
    return tab_colours_of(binder_list.themes_of(db, sorted(filter(None, binders))))


def _choices(found: Counter[str]) -> list[str]:
    """Those that are met most, in the order of the alphabet."""
    return sorted(filter(None, (name for name, _ in found.most_common(_MOST_CHOICES))), key=sort_key)
