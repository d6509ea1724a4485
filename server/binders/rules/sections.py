"""The notes of a list in sections: by theme, by day or by person; filtered, sorted, and cut into pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from export.languages.folding import sort_key
from export.note.card import Status
from server.binders.rules.list_query import MINE, NO_THEME, By, ListQuery, Order
from server.clock import TeamClock
from server.ids import VisitorId
from server.storage.binder_list import Listed

FOLDED: Final = 3
MOST_ROWS: Final = 100
# Of a page that a device takes along, which has none after it.
MOST_TAKEN: Final = 500
_STATUSES: Final = tuple(Status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """`key` names it in an address: a theme, a day or a person. `folded`: how many rows are not shown."""

    key: str
    total: int
    folded: int
    rows: Sequence[Listed]


def found(rows: Iterable[Listed], query: ListQuery, me: VisitorId) -> list[Listed]:
    """Those that the filters leave."""
    return [row for row in rows if not query.finds_nothing and _is_asked(row, query, me)]


def is_mine(row: Listed, me: VisitorId) -> bool:
    """Whether this visitor wrote last."""
    return row.by == me


def sections(rows: Iterable[Listed], query: ListQuery, clock: TeamClock) -> list[Section]:
    """In their order, folded. A list of one theme or person alone is not folded."""
    groups: dict[str, list[Listed]] = {}
    for row in _sorted(rows, query.order):
        groups.setdefault(_key(row, query.by, clock), []).append(row)
    whole = query.by is By.DATE or len(groups) == 1
    return [
        _section(key, group, whole=whole or key in query.unfolded) for key, group in _in_order(groups, query)
    ]


def _section(key: str, group: Sequence[Listed], *, whole: bool) -> Section:
    rows = group if whole else group[:FOLDED]
    return Section(key=key, total=len(group), folded=len(group) - len(rows), rows=rows)


def page_of(every: Sequence[Section], number: int, *, most: int = MOST_ROWS) -> tuple[list[Section], bool]:
    """One page of about `most` rows, and whether another one follows. A long section goes on there."""
    first, last = (number - 1) * most, number * most
    shown: list[Section] = []
    at = 0
    for section in every:
        part = section.rows[max(0, first - at) : max(0, last - at)]
        at += len(section.rows)
        if part:
            shown.append(replace(section, rows=part, folded=section.folded if at <= last else 0))
    return shown, at > last


def _is_asked(row: Listed, query: ListQuery, me: VisitorId) -> bool:
    return (
        (not query.theme or row.theme == ("" if query.theme == NO_THEME else query.theme))
        and (query.status is None or row.status is query.status)
        and (not query.who or (is_mine(row, me) if query.who == MINE else row.name == query.who))
    )


def _sorted(rows: Iterable[Listed], order: Order) -> list[Listed]:
    recent = sorted(rows, key=lambda row: (-row.changed_at, row.note))
    match order:
        case Order.RECENT:
            return recent
        case Order.TITLE:
            return sorted(recent, key=lambda row: sort_key(row.title))
        case Order.STATUS:
            return sorted(recent, key=lambda row: _STATUSES.index(row.status))


def _key(row: Listed, by: By, clock: TeamClock) -> str:
    match by:
        case By.THEME:
            return row.theme
        case By.PERSON:
            return row.name
        case By.DATE:
            return _day(clock.at(row.changed_at).date(), clock.today())


def _day(day: date, today: date) -> str:
    if day >= today:
        return "today"
    return "yesterday" if day == today - timedelta(days=1) else "earlier"


def _in_order(groups: dict[str, list[Listed]], query: ListQuery) -> list[tuple[str, list[Listed]]]:
    """Days as they come; others by their latest change, or by name; without a name last."""
    items = list(groups.items())
    if query.by is By.DATE:
        return sorted(items, key=lambda item: ("today", "yesterday", "earlier").index(item[0]))
    if query.order is Order.RECENT:
        items.sort(key=lambda item: -max(row.changed_at for row in item[1]))
    else:
        items.sort(key=lambda item: sort_key(item[0]))
    return sorted(items, key=lambda item: not item[0])
