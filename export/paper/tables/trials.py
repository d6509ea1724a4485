"""Tables on trial: the print engine measures how wide their words are, where nothing else stands."""

import copy
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any
from xml.etree.ElementTree import Element, tostring

from export.patches.boxes import page_boxes

_PIECE = re.compile(r"[^ \n\t\u200b]+")
_POINTS = 0.75
_ROWS_A_COLUMN = 2
# Of a letter, in em; and the most lines of a cell that is read with ease.
_LETTER, _EASY_LINES = 0.48, 7

# Lays out the HTML of a body with the styles of a sheet.
Lay = Callable[[str], Any]


@dataclass(slots=True, kw_only=True)
class Measures:
    """Of one table, in pixels: what its words take, and what they take divided; in `easy` no cell is steep.

    `room` is how wide what it stands in is; `columns` and, divided, `parts` are those of its columns; `sizes`
    are points, of the table and of its cells by tag.
    """

    room: float = 0.0
    whole: float = 0.0
    divided: float = 0.0
    easy: float = 0.0
    columns: Sequence[float] = ()
    parts: Sequence[float] = ()
    sizes: dict[str, float] = field(default_factory=dict)


def measured(tables: Sequence[Any], parents: Mapping[Any, Any], lay: Lay) -> dict[Any, Measures]:
    """Measures of tables, each laid out with the widest of its rows only."""
    trials = [(table, divides) for table in tables for divides in (False, True)]
    body = "".join(
        f'<div data-trial="{number}">{_trial(table, parents, divides=divides)}</div>'
        for number, (table, divides) in enumerate(trials)
    )
    found = {table: Measures() for table in tables}
    for number, wrapper, room in _wrappers(lay(body)):
        table, divides = trials[number]
        _note(found[table], wrapper.get_wrapped_table(), room, _lengths(table), divides=divides)
    return found


def of_columns(known: Measures, columns: Sequence[int]) -> Measures:
    """Of a table that has only these columns of one that was measured."""
    return replace(
        known,
        whole=sum(known.columns[at] for at in columns),
        divided=sum(known.parts[at] for at in columns),
        easy=0.0,
        columns=[known.columns[at] for at in columns],
        parts=[known.parts[at] for at in columns],
    )


def boxes(box: Any) -> Iterator[tuple[Any, Any]]:
    """Blocks with what they stand in; lines hold no tables."""
    for child in getattr(box, "children", ()):
        if type(child).__name__ != "LineBox":
            yield child, box
            if not child.is_table_wrapper:
                yield from boxes(child)


def _note(of: Measures, table: Any, room: float, lengths: Sequence[int], *, divides: bool) -> None:
    of.room, of.sizes["table"] = room, table.style["font_size"] * _POINTS
    for cell in (cell for group in table.children for row in group.children for cell in row.children):
        of.sizes.setdefault(cell.element_tag, cell.style["font_size"] * _POINTS)
    if divides:
        of.divided = max(of.divided, table.width)
        of.parts = list(map(max, zip_longest(of.parts, table.column_widths, fillvalue=0.0)))
    else:
        of.whole = max(of.whole, table.width)
        of.columns = list(map(max, zip_longest(of.columns, table.column_widths, fillvalue=0.0)))
        texts = (length * _LETTER * table.style["font_size"] / _EASY_LINES for length in lengths)
        of.easy = sum(map(max, of.columns, texts))


def _trial(table: Any, parents: Mapping[Any, Any], *, divides: bool) -> str:
    """The widest rows of a table, inside what it stands in, as narrow as they can be."""
    names = f"{table.get('class', '')} trial{' divides' if divides else ''}"
    inside = Element("table", {"class": names})
    for part in table:
        if part.tag in {"thead", "tbody"}:
            rows = Element(part.tag, part.attrib)
            rows.extend(_without_notes(row) for row in _widest(list(part)))
            inside.append(rows)
    element = table
    while (element := parents[element]).tag not in {"main", "body", "article"}:
        around = Element(element.tag, {name: at for name, at in element.attrib.items() if name != "id"})
        around.append(inside)
        inside = around
    return tostring(inside, encoding="unicode", method="html")


def _widest(rows: Sequence[Any]) -> list[Any]:
    """The rows with the longest words of each column, and with the longest numbers, which nothing divides."""
    said = [["".join(cell.itertext()) for cell in row] for row in rows]
    kept: set[int] = set()
    for column in range(max(map(len, rows), default=0)):
        for counts in (len, _number):
            lengths = [
                (max(map(counts, _PIECE.findall(row[column])), default=0), -at)
                for at, row in enumerate(said)
                if column < len(row)
            ]
            kept |= {-at for _, at in sorted(lengths, reverse=True)[:_ROWS_A_COLUMN]}
    return [row for at, row in enumerate(rows) if at in kept]


def _number(word: str) -> int:
    return len(word) if any(sign.isdigit() for sign in word) else 0


def _lengths(table: Any) -> list[int]:
    """Of each column, the letters of its longest cell."""
    rows = [[len("".join(cell.itertext())) for cell in row] for row in table.iter("tr")]
    return [max(column) for column in zip_longest(*rows, fillvalue=0)]


def _without_notes(row: Any) -> Any:
    out = copy.deepcopy(row)
    for note in out.iter("span"):
        if "fn" in note.get("class", "").split():
            note.text = ""
            for child in list(note):
                note.remove(child)
    return out


def _wrappers(document: Any) -> Iterator[tuple[int, Any, float]]:
    """The number of a trial, its box, and how wide what it stands in is."""
    for page in page_boxes(document):
        for trial, _ in boxes(page):
            number = trial.element.get("data-trial") if trial.element is not None else None
            if number is not None:
                for box, around in boxes(trial):
                    if box.is_table_wrapper:
                        yield int(number), box, float(around.width)
