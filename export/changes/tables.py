"""Comparison of two tables: columns by their heads, rows by their cells, and the cells of what stayed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic

from export.changes.pairs import P, Pair, Worded, changes
from export.changes.words import Word


@dataclass(frozen=True)
class _Line(Generic[P]):
    """A row or a column; it is known by some of its cells."""

    cells: Sequence[P]
    known_by: Sequence[P]

    @cached_property
    def key(self) -> str:
        return "\x1f".join(cell.key for cell in self.known_by)

    @property
    def text(self) -> str:
        return ""

    @cached_property
    def words(self) -> Sequence[Word]:
        return [word for cell in self.cells for word in cell.words]


@dataclass(frozen=True, slots=True)
class CellEdit:
    """A cell that differs: its row and column before, and now; None where it has none.

    `at`: how many columns of now stand before it.
    """

    old: tuple[int, int] | None
    new: tuple[int, int] | None
    at: int


@dataclass(frozen=True, slots=True)
class RowEdit:
    """The cells of a row that differ, in the order of the columns; `old` and `new` are its places.

    `was_at` and `at`: how many rows of before and of now stand before it.
    """

    old: int | None
    new: int | None
    was_at: int
    at: int
    is_moved: bool
    cells: tuple[CellEdit, ...]


def table_changes(before: Sequence[Sequence[P]], after: Sequence[Sequence[P]]) -> list[RowEdit]:
    """Rows that differ, in reading order. The first row of each is its head."""
    columns = _all_pairs(_columns(before), _columns(after))
    stay = [(pair.old, pair.new) for pair in columns if pair.old is not None and pair.new is not None]
    olds = [_Line(row, [row[old] for old, _ in stay]) for row in before[1:]]
    news = [_Line(row, [row[new] for _, new in stay]) for row in after[1:]]
    found = [Pair(0, 0, 0, 0), *(_below(pair) for pair in _all_pairs(olds, news))]
    rows = (
        RowEdit(p.old, p.new, p.was_at, p.at, p.is_moved, tuple(_cells(p, columns, before, after)))
        for p in found
    )
    return [row for row in rows if row.cells]


def name_of_cell(rows: Sequence[Sequence[Worded]], row: int, column: int) -> str:
    """The heads of its row and of its column; of a head, nothing."""
    heads = [rows[row][0].text if column else "", rows[0][column].text]
    return " · ".join(head.strip() for head in heads if head.strip()) if row else ""


def _below(pair: Pair) -> Pair:
    """Of a row under the head."""
    old, new = (None if at is None else at + 1 for at in (pair.old, pair.new))
    return Pair(old, new, pair.was_at + 1, pair.at + 1, pair.number, pair.is_moved)


def _columns(rows: Sequence[Sequence[P]]) -> list[_Line[P]]:
    """By their heads; one without a head by all its cells."""
    lines = [[row[at] for row in rows] for at in range(len(rows[0]))]
    return [_Line(cells, cells[:1] if cells[0].words else cells) for cells in lines]


def _all_pairs(before: Sequence[_Line[P]], after: Sequence[_Line[P]]) -> list[Pair]:
    """Those that stayed as well, in one order on both sides but for what moved."""
    found = changes(before, after).pairs
    gone = {pair.old for pair in found}
    come = {pair.new for pair in found}
    stay = zip(
        (at for at in range(len(before)) if at not in gone),
        (at for at in range(len(after)) if at not in come),
        strict=True,
    )
    return _merged([Pair(old, new, old, new) for old, new in stay], list(found))


def _merged(stay: list[Pair], found: list[Pair]) -> list[Pair]:
    """Both in one order: each is in order already."""
    out: list[Pair] = []
    for pair in found:
        while stay and _is_before(stay[0], pair):
            out.append(stay.pop(0))
        out.append(pair)
    return out + stay


def _is_before(stays: Pair, pair: Pair) -> bool:
    if pair.new is not None and stays.new is not None:
        return stays.new < pair.new
    return pair.old is not None and stays.old is not None and stays.old < pair.old


def _cells(
    row: Pair, columns: Sequence[Pair], before: Sequence[Sequence[P]], after: Sequence[Sequence[P]]
) -> Iterator[CellEdit]:
    for column in columns:
        old = None if row.old is None or column.old is None else (row.old, column.old)
        new = None if row.new is None or column.new is None else (row.new, column.new)
        was = before[old[0]][old[1]] if old else None
        now = after[new[0]][new[1]] if new else None
        is_same = was is not None and now is not None and was.key == now.key
        has_words = bool((was and was.words) or (now and now.words))
        if has_words and not is_same:
            yield CellEdit(old, new, column.at)
