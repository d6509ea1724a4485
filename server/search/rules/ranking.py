"""Ranking: results in the order in which they are shown, each with its snippets."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from server.ids import NoteId
from server.search.rules.plan import BLOCK
from server.search.rules.query import Query
from server.search.rules.retrieval import Retrieved
from server.search.rules.snippets import Parts, Snippet, says, snippets
from server.storage.search_results import Hit, Said
from server.storage.search_rows import unpacked

SHOWN: Final = 20
# Of one note: two are seen at first, the others unfold.
_MOST_SNIPPETS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSnippet:
    """A snippet of the text, or of a comment in the thread of this number."""

    snippet: Snippet
    of: Literal["text", "comment"] = "text"
    thread: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A note with its snippets, nearest first, and how many there are: at least, where its text `is_cut`."""

    hit: Hit
    title: Parts
    shown: Sequence[ShownSnippet]
    count: int
    nearness: int
    is_cut: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`passages` are counted where all texts were read to their ends, else None; results go on at `next`."""

    retrieved: Retrieved
    results: Sequence[Result] = ()
    passages: int | None = None
    next: int | None = None


def ranked(got: Retrieved, query: Query, *, after: int) -> Answer:
    """The results from `after` on: words in the title, then words that stand near, then the latest change."""
    beside: defaultdict[NoteId, list[Said]] = defaultdict(list)
    for said in got.said:
        beside[said.note].append(said)
    read = [_result(hit, _text(got.texts, hit), beside[hit.note], query) for hit in got.best]
    found = [one for one in read if one is not None]
    notes = got.notes
    if query.exact:
        notes, found = len(found), found[after // BLOCK * BLOCK :][:BLOCK]
    found.sort(key=lambda one: (-got.in_titles.get(one.hit.doc, 0), one.nearness, -one.hit.changed_at))
    begin = after % BLOCK
    is_all = notes == len(found) and got.is_whole and not any(one.is_cut for one in found)
    rest = after + SHOWN
    return Answer(
        retrieved=replace(got, notes=notes),
        results=found[begin : begin + SHOWN],
        passages=sum(one.count for one in found) if is_all else None,
        next=rest if rest < notes else None,
    )


def _result(hit: Hit, text: str, said: Iterable[Said], query: Query) -> Result | None:
    """None where phrases that were to be exact are neither in the text nor in a comment."""
    comments = list(said)
    if query.exact and not any(says(one, query) for one in (text, *(one.text for one in comments))):
        return None
    found = snippets(text, query, _MOST_SNIPPETS)
    shown, count = [ShownSnippet(snippet=one) for one in found.shown], found.count
    for one in comments:
        inside = snippets(one.text, query, 1)
        count += min(1, inside.count)
        shown += [ShownSnippet(snippet=each, of="comment", thread=one.number) for each in inside.shown]
    return Result(
        hit=hit,
        title=found.title,
        shown=shown[:_MOST_SNIPPETS],
        count=count,
        nearness=found.nearness,
        is_cut=found.is_cut,
    )


def _text(texts: Mapping[int, bytes], hit: Hit) -> str:
    """'' where its bytes are damaged, as `pochette check` tells."""
    try:
        return unpacked(texts[hit.doc])
    except (KeyError, ValueError):
        return ""
