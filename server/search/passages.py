"""Passages of a note that hold what was looked for. Stands in for the rules to come."""

from dataclasses import dataclass

from export.note.title import name_of
from server.search.folding import fold
from server.search.query import Query
from server.search.words import spotted

Parts = list[tuple[str, bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph."""

    parts: Parts
    heading: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passages:
    """The title, some passages, and how many there are."""

    title: Parts
    shown: list[Passage]
    count: int
    nearness: int


def passages(markdown: str, query: Query, most: int) -> Passages:
    found, heading = [], ""
    for line in markdown.split("\n"):
        text = line.lstrip("# ").strip()
        if line.startswith("#"):
            heading = text
        parts = _marked(text, query)
        if text and any(is_marked for _, is_marked in parts) and not line.startswith("# "):
            found.append(Passage(parts=parts, heading=heading, quote=text[:80]))
    return Passages(title=_marked(name_of(markdown), query), shown=found[:most], count=len(found), nearness=0)


def _marked(text: str, query: Query) -> Parts:
    parts, at = [], 0
    for word, begin, end in spotted(text):
        is_one = (
            word in query.words
            or word in query.stems
            or (query.prefix and fold(text[begin:end]).startswith(query.prefix))
        )
        if is_one:
            parts += [(text[at:begin], False), (text[begin:end], True)]
            at = end
    return [(text, is_marked) for text, is_marked in [*parts, (text[at:], False)] if text]
