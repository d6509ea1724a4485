"""Changes since an older version in words, for the page of a printed sheet."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from export.changes.pairs import Pair, changes
from export.changes.tables import RowEdit, name_of_cell, table_changes
from export.changes.told import Became, EditKind, Run, Told
from export.changes.within import within
from export.dialect.html import version_before
from export.dialect.passages import Kind, Passage
from export.dialect.since import on_screen
from export.note.brief import Brief
from export.note.typography import typeset


def told(brief: Brief) -> list[Told]:
    """The changes since `previous`, in the order of the text. Raises TooMuch."""
    before = version_before(brief)
    old, new = on_screen(before) if before else [], on_screen(brief)
    numbers: defaultdict[int, list[Pair]] = defaultdict(list)
    found = changes(old, new).pairs
    for pair in found:
        numbers[pair.number].append(pair)
    return [_told(pairs, old, new, lang=brief.lang, of=len(found)) for pairs in numbers.values()]


def _told(
    pairs: Sequence[Pair], old: Sequence[Passage], new: Sequence[Passage], *, lang: str, of: int
) -> Told:
    first = next((pair for pair in pairs if pair.new is not None), pairs[0])
    shown = new[first.new] if first.new is not None else old[first.was_at]
    parts, lines = list[tuple[Run, ...]](), list[tuple[int, int]]()
    for pair in pairs:
        was = None if pair.old is None else old[pair.old]
        now = None if pair.new is None else new[pair.new]
        if was is not None and now is not None and was.rows and now.rows:
            rows = table_changes(was.rows, now.rows)
            parts += _cells(rows, was, now, lang)
            lines += [_lines_of(row, was) for row in rows]
            continue
        if was is None or now is not None or not pair.is_moved:  # of a move what is there now says all
            parts.append(tuple(_runs(was, now, of=of, is_moved=pair.is_moved)))
        lines.append(_lines(old, pair.was_at) if was is None else was.lines)
    return Told(
        change=_change(first),
        heading=shown.heading,
        is_title=shown.kind is Kind.HEAD,
        parts=tuple(parts),
        lines=tuple(lines),
    )


def _change(pair: Pair) -> EditKind:
    if pair.is_moved:
        return EditKind.MOVED
    if pair.old is None:
        return EditKind.ADDED
    return EditKind.REMOVED if pair.new is None else EditKind.CHANGED


def _runs(was: Passage | None, now: Passage | None, *, of: int, is_moved: bool) -> Iterator[Run]:
    if now is None:
        yield from [(Became.REMOVED, was.text)] if was else []
        return
    if was is None or not was.words:
        yield (Became.KEPT if is_moved else Became.ADDED), now.text
        return
    if was.box != now.box:
        yield Became.REMOVED, was.box
        yield Became.ADDED, now.box
    at = 0
    for change in within(was, now, of=of):
        yield Became.KEPT, now.text[at : change.start]
        if change.before:
            yield Became.REMOVED, change.before
            yield Became.KEPT, " "
        yield Became.ADDED, now.text[change.start : change.end]
        at = change.end
    yield Became.KEPT, now.text[at:]


def _cells(rows: Sequence[RowEdit], was: Passage, now: Passage, lang: str) -> Iterator[tuple[Run, ...]]:
    """Each cell that differs, behind the heads of its row and column; a row that came or went is one."""
    for row in rows:
        cells = was.rows[row.old or 0] if row.new is None else now.rows[row.new]
        if row.old is None or row.new is None:
            words = " · ".join(cell.text for cell in cells if cell.words)
            gone = Became.KEPT if row.is_moved else Became.REMOVED if row.new is None else Became.ADDED
            # Of a row that moved what is there now says all.
            if not (row.is_moved and row.new is None):
                yield ((gone, words),)
            continue
        for one in row.cells:
            old = was.rows[one.old[0]][one.old[1]] if one.old else None
            new = now.rows[one.new[0]][one.new[1]] if one.new else None
            name = name_of_cell(now.rows, *one.new) if one.new else ""
            name = name or (name_of_cell(was.rows, *one.old) if one.old else "")
            begin = ((Became.KEPT, typeset(f"{name}: ", lang)),) if name else ()
            yield *begin, *_cell(old, new)


def _cell(was: Passage | None, now: Passage | None) -> Iterator[Run]:
    """A cell is short: as it was, an arrow, as it is."""
    has_both = was is not None and was.words and now is not None and now.words
    if was is not None and was.words:
        yield Became.REMOVED, was.text
    if has_both:
        yield Became.KEPT, " → "
    if now is not None and now.words:
        yield Became.ADDED, now.text


def _lines(old: Sequence[Passage], was_at: int) -> tuple[int, int]:
    """Behind the passage before."""
    end = old[was_at - 1].lines[1] if was_at else 0
    return end, end


def _lines_of(row: RowEdit, was: Passage) -> tuple[int, int]:
    cells = was.rows[row.old] if row.old is not None else was.rows[max(0, row.was_at - 1)]
    start, end = cells[0].lines
    return (start, end) if row.old is not None else (end, end)
