"""Figures as a table in Markdown: one column for each checkout, and the difference between two."""

from collections.abc import Iterator, Mapping
from typing import Final

from tests.tools.house.whole import Figures, Value

_FEW: Final = 6


def table(columns: Mapping[str, Figures]) -> str:
    """A row for each figure; of lists their lengths, of dictionaries a row for each name."""
    flat = {head: dict(_flat(figures)) for head, figures in columns.items()}
    names = list(dict.fromkeys(name for figures in flat.values() for name in figures))
    has_two = len(columns) == 2
    heads = [*(head or "here" for head in columns), *(["difference"] if has_two else [])]
    lines = [f"| | {' | '.join(heads)} |", "|---" * (len(heads) + 1) + "|"]
    for name in names:
        values = [figures.get(name, 0) for figures in flat.values()]
        cells = [_said(value) for value in values] + ([_difference(*values)] if has_two else [])
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _flat(figures: Figures) -> Iterator[tuple[str, Value]]:
    for name, value in figures.items():
        if isinstance(value, dict):
            yield from ((f"{name}: {of}", many) for of, many in value.items())
        else:
            yield name, value


def _said(value: Value) -> str:
    if not isinstance(value, list):
        return str(value)
    few = f" ({', '.join(value)})" if value and len(value) <= _FEW else ""
    return f"{len(value)}{few}"


def _difference(old: Value, new: Value) -> str:
    was, now = (len(one) if isinstance(one, list) else one for one in (old, new))
    if not isinstance(was, int) or not isinstance(now, int):
        return "" if was == now else "other"
    return f"{now - was:+}" if now != was else ""
