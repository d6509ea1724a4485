"""Comparison of a note with an earlier print, for the page that stands in front of a pochette."""

from collections.abc import Iterator

from export.dialect.context import ENTRY, Context, Target
from export.dialect.markdown import parser
from export.dialect.passages import Passage
from export.dialect.redline import paired
from export.dialect.redline_words import changes
from export.errors import ExportError
from export.note import limits
from export.note.brief import Brief, read_brief
from export.note.news import Extract, Kind, News, State, pieces
from export.note.since import counted, to_mark


def news(before: str, brief: Brief) -> News:
    """What is new in a brief since the Markdown `before`. Raises TooMuch for the brief alone."""
    new = _passages(brief.body, brief)
    try:
        old = _passages(read_brief(before, printed_at=brief.printed_at).body, brief)
    except ExportError:
        return News(state=State.REWRITTEN)
    was, now = [one.folded for one, _ in old], [one.folded for one, _ in new]
    if counted(was, now).is_rewritten:
        return News(state=State.REWRITTEN)
    extracts: list[Extract] = []
    removed = 0
    for edit in to_mark(was, now):
        went = [one for one, _ in old[edit.start : edit.end]]
        came = new[edit.new_start : edit.new_end]
        places = iter(place for _, place in came)
        for one, other in paired(went, [passage for passage, _ in came]):
            if other is None:
                removed += 1
            else:
                extracts.append(_extract(one, other, next(places)))
    state = State.CHANGED if extracts or removed else State.SAME
    return News(state=state, extracts=tuple(extracts), removed=removed)


def _passages(body: str, brief: Brief) -> list[tuple[Passage, str]]:
    """The passages of a body as it prints, each with the name of its place."""
    limits.check_text(body)
    places: list[tuple[Passage, str]] = []
    about = Context(
        lang=brief.lang,
        target=Target.PAPER,
        format=brief.format,
        images=brief.images,
        has_contents=brief.has_contents,
        origin=brief.origin,
        places=places,
    )
    parser(brief.lang).parse(limits.clean(body), {ENTRY: about})
    return places


def _extract(old: Passage | None, new: Passage, place: str) -> Extract:
    if old is None:
        return Extract(kind=Kind.NEW, place=place, pieces=pieces(new.text, []))
    found = list(_came(old, new))
    came = [(start, end) for start, end in found if end > start]
    kind = Kind.CHANGED if came else Kind.SHORTENED
    shown = pieces(new.text, came or found)
    return Extract(kind=kind, place=place, pieces=shown)


def _came(old: Passage, new: Passage) -> Iterator[tuple[int, int]]:
    for change in changes(old, new):
        yield change.start, change.end
