"""Retrieval: one read of the index gives what a device may read now, what was found, and the best whole."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import nlargest, nsmallest
from typing import Final

from export.languages.folding import sort_key
from server.binders.rules.themes import tab_colours_of
from server.ids import BinderId, VisitorId
from server.search.rules.plan import MOST_EXACT, SearchPlan
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
class Retrieved:
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


def retrieve(db: Db, *, plan: SearchPlan) -> Retrieved:
    """All in one transaction: what is told is what may be read at this moment. Raises TooWideError."""
    found = readable(db, plan.device, proof=plan.proof, now=plan.now)
    if plan.query is None:
        return Retrieved(looked=search_counts.looked(db, found, plan.counting), readable=found)
    where = reach(db, found, binder=plan.binder, comments=plan.comments)
    held = searching.find(db, where, plan.terms)
    got = Retrieved(readable=found, comments=found.comments(), is_whole=held.is_whole, in_titles=held.docs)
    if len(held.docs) > search_results.MANY and where.comments_alike:
        if plan.filters:
            return _of_very_many_filtered(db, got, where, plan)
        return _of_very_many(db, got, where, plan)
    got = replace(got, looked=search_counts.looked(db, found, plan.counting))
    if not plan.terms.is_anything:
        hits = search_results.hits(db, where, held.docs, archived=plan.archived)
        return _of_all(db, got, hits, plan)
    if got.looked.notes > search_results.MANY:
        return _of_very_many_filtered(db, got, where, plan)
    left_out = searching.unwanted(db, where, plan.terms, None)
    every = search_results.everything(db, where, archived=plan.archived)
    return _of_all(db, got, [hit for hit in every if hit.doc not in left_out], plan)


def _of_all(db: Db, got: Retrieved, hits: Sequence[Hit], plan: SearchPlan) -> Retrieved:
    """The notes that pass the filters, and the block of them that was asked for."""
    got = _with_choices(db, got, hits)
    passed = list(filter(plan.filters.taking(plan.zone, got.name), hits)) if plan.filters else hits
    if plan.filters and not passed:
        got = replace(got, looked=_filtered(db, got, plan))
    best = _ranked(got, passed, plan.end)[plan.begin :]
    return _whole(db, replace(got, notes=len(passed)), best, plan)


def _of_very_many(db: Db, got: Retrieved, where: Reach, plan: SearchPlan) -> Retrieved:
    """The same where each row more that is read counts: filters offer what the first notes have."""
    looked, times = search_counts.scan(db, got.readable, where, got.in_titles, plan.counting)
    first = _first(times, got.in_titles, max(plan.end, _OFFERING))
    got = replace(got, looked=looked, notes=len(times))
    return _with_first(db, got, where, plan, first, first[plan.begin : plan.end])


def _of_very_many_filtered(db: Db, got: Retrieved, where: Reach, plan: SearchPlan) -> Retrieved:
    """The same of those that pass the filters, of which no more is read than is asked for."""
    if plan.terms.is_anything:
        left_out = searching.unwanted(db, where, plan.terms, None)
        looked, every = _facts(db, got, where, None, plan)
        facts = [fact for fact in every if fact.doc not in left_out] if left_out else every
    else:
        looked, facts = _facts(db, got, where, got.in_titles, plan)
    got = replace(got, looked=looked)
    takes = plan.filters.taking(plan.zone, _named(db, got, facts, plan).name)
    times = {fact.doc: fact.changed_at for fact in facts if takes(fact)}
    if not times:
        got = replace(got, looked=_filtered(db, got, plan))
    first = _first({fact.doc: fact.changed_at for fact in facts}, got.in_titles, _OFFERING)
    best = _first(times, got.in_titles, plan.end)[plan.begin :]
    return _with_first(db, replace(got, notes=len(times)), where, plan, first, best)


def _with_first(
    db: Db, got: Retrieved, where: Reach, plan: SearchPlan, first: Sequence[int], best: Sequence[int]
) -> Retrieved:
    """`first` say what filters offer, whatever the filters; `best` is the block of those that pass."""
    docs = dict.fromkeys([*first, *best], 0)
    hits = {hit.doc: hit for hit in search_results.hits(db, where, docs, archived=plan.archived)}
    block = [hits[doc] for doc in best if doc in hits]
    got = _with_choices(db, got, [hits[doc] for doc in first if doc in hits], block)
    return _whole(db, got, block, plan)


def _facts(
    db: Db, got: Retrieved, where: Reach, docs: Docs | None, plan: SearchPlan
) -> tuple[Looked, list[Fact]]:
    filters, counting = plan.filters, plan.counting
    of_card, of_writer = bool(filters.theme or filters.status), bool(filters.who)
    return search_counts.facts(db, got.readable, where, docs, counting, of_card=of_card, of_writer=of_writer)


def _ranked(got: Retrieved, found: Iterable[Hit], most: int) -> list[Hit]:
    """The first ones: words in the title, then the latest change."""
    in_title = got.in_titles.get
    return nsmallest(most, found, key=lambda hit: (-in_title(hit.doc, 0), -hit.changed_at, hit.doc))


def _first(times: Mapping[int, int], in_titles: Docs, most: int) -> list[int]:
    """The same by numbers; few of very many notes have a word in their title."""
    in_title = in_titles.get
    titled = sorted(
        (doc for doc in times if in_title(doc, 0)), key=lambda doc: (-in_titles[doc], -times[doc], doc)
    )
    rest = [doc for doc in times if not in_title(doc, 0)]
    return titled[:most] + nlargest(most - len(titled), rest, key=times.__getitem__)


def _whole(db: Db, got: Retrieved, best: Sequence[Hit], plan: SearchPlan) -> Retrieved:
    """With the texts of the block, and what was said beside them."""
    beside = [hit.note for hit in best if plan.comments and got.may_comment(hit)]
    return replace(
        got,
        is_whole=got.is_whole and (not plan.is_exact or got.notes <= MOST_EXACT),
        best=best,
        texts=search_results.texts(db, [hit.doc for hit in best]),
        said=search_results.said(db, beside) if beside else (),
        tabs=_tabs(db, got, best),
    )


def _with_choices(db: Db, got: Retrieved, hits: Sequence[Hit], beside: Sequence[Hit] = ()) -> Retrieved:
    """With the names of their last writers, those of others `beside`, and what filters offer."""
    writers = Counter(hit.by for hit in hits if got.may_comment(hit))
    names = _names(db, {*writers, *(hit.by for hit in beside if got.may_comment(hit))})
    themes, people = Counter(hit.theme for hit in hits), _by_name(writers, names)
    return replace(got, names=names, themes=_choices(themes), people=_choices(people))


def _filtered(db: Db, got: Retrieved, plan: SearchPlan) -> Looked:
    """Where nothing was found: how many of the notes that were looked at pass the filters."""
    _, facts = _facts(db, got, reach(db, got.readable, binder=plan.binder), None, plan)
    takes = plan.filters.taking(plan.zone, _named(db, got, facts, plan).name)
    return replace(got.looked, notes=sum(map(takes, facts)))


def _named(db: Db, got: Retrieved, facts: Iterable[Fact], plan: SearchPlan) -> Retrieved:
    """With the names of all who wrote last, if they are asked for."""
    if not plan.filters.who:
        return got
    return replace(got, names=_names(db, {fact.by for fact in facts if got.may_comment(fact)}))


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


def _tabs(db: Db, got: Retrieved, best: Iterable[Hit]) -> dict[tuple[BinderId, str], int]:
    """The colour of each theme in its classeur. Its themes are counted for it: not of very many notes."""
    if got.looked.notes > _MOST_FOR_TABS:
        return {}
    binders = {hit.binder for hit in best if hit.theme and hit.binder in got.readable.binders}
    return tab_colours_of(binder_list.themes_of(db, sorted(filter(None, binders))))


def _choices(found: Counter[str]) -> list[str]:
    """Those that are met most, in the order of the alphabet."""
    return sorted(filter(None, (name for name, _ in found.most_common(_MOST_CHOICES))), key=sort_key)
