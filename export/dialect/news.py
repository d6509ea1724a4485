"""Comparison of a note with an earlier print, for the page that stands in front of a pochette."""

from collections.abc import Iterator, Sequence

from export.changes.pairs import Comparison, Pair, changes
from export.changes.tables import RowEdit, name_of_cell, table_changes
from export.changes.within import within
from export.dialect.context import ENTRY, Context, Target
from export.dialect.markdown import parser
from export.dialect.passages import Passage
from export.dialect.places import place_of_row
from export.errors import ExportError
from export.note import limits
from export.note.brief import Brief, read_brief
from export.note.news import Extract, Kind, News, State, pieces
from export.note.typography import typeset

_BETWEEN_CELLS = " ; "


def news(before: str, brief: Brief) -> News:
    """What is new in a brief since the Markdown `before`. Raises TooMuch for the brief alone."""
    new = _passages(brief)
    try:
        old = [one for one, _ in _passages(read_brief(before, printed_at=brief.printed_at))]
    except ExportError:
        return News(state=State.REWRITTEN)
    found = changes(old, [passage for passage, _ in new])
    if found.counted.is_rewritten:
        return News(state=State.REWRITTEN)
    extracts: list[Extract] = []
    told: set[int] = set()
    for pair in found.pairs:
        # Of what moved together, its first passage is shown.
        if pair.new is not None and pair.number not in told:
            told.add(pair.number)
            extracts.append(_extract(found, pair, old, *new[pair.new], brief.lang))
    removed = sum(pair.new is None and not pair.is_moved for pair in found.pairs)
    state = State.CHANGED if extracts or removed else State.SAME
    return News(state=state, extracts=tuple(extracts), removed=removed)


def _passages(brief: Brief) -> list[tuple[Passage, str]]:
    """The passages of a brief as it prints, each with the name of its place."""
    limits.check_text(brief.body)
    places: list[tuple[Passage, str]] = []
    about = Context(
        lang=brief.lang,
        target=Target.PAPER,
        format=brief.format,
        images=brief.images,
        has_contents=brief.has_contents,
        origin=brief.origin,
        title=brief.said_title,
        places=places,
    )
    parser(brief.lang).parse(limits.clean(brief.body), {ENTRY: about})
    return places


def _extract(
    changed: Comparison, pair: Pair, old: Sequence[Passage], new: Passage, place: str, lang: str
) -> Extract:
    if pair.old is None:
        kind = Kind.MOVED if pair.is_moved else Kind.NEW
        return Extract(kind=kind, place=place, pieces=pieces(new.text, []))
    was = old[pair.old]
    if was.rows and new.rows:
        return _of_table(was, new, place, lang)
    found = [(change.start, change.end) for change in within(was, new, of=len(changed.pairs))]
    came = [(start, end) for start, end in found if end > start]
    # Nothing is found where a task was ticked.
    kind = Kind.CHANGED if came or not found else Kind.SHORTENED
    return Extract(kind=kind, place=place, pieces=pieces(new.text, came or found))


def _of_table(was: Passage, now: Passage, place: str, lang: str) -> Extract:
    """The cells that differ, each behind the heads of its row and column."""
    rows = table_changes(was.rows, now.rows)
    text, came = "", list[tuple[int, int]]()
    for begin, said in _cells(rows, now):
        text += (_BETWEEN_CELLS if text else "") + typeset(f"{begin}: " if begin else "", lang)
        came.append((len(text), len(text) + len(said)))
        text += said
    first = next((row.new for row in rows if row.new is not None), 0)
    kind = Kind.CHANGED if came else Kind.SHORTENED
    shown = pieces(text, came) if came else pieces(now.text, [])
    return Extract(kind=kind, place=place_of_row(place, first), pieces=shown)


def _cells(rows: Sequence[RowEdit], now: Passage) -> Iterator[tuple[str, str]]:
    """What came, behind its heads; a row that is new as one."""
    for row in rows:
        if row.new is not None and row.old is None:
            yield "", " · ".join(cell.text for cell in now.rows[row.new] if cell.words)
            continue
        for one in row.cells:
            if one.new is not None and now.rows[one.new[0]][one.new[1]].words:
                yield name_of_cell(now.rows, *one.new), now.rows[one.new[0]][one.new[1]].text
