"""Filters of a search: theme, status, last writer and day, typed in the query or chosen beside it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import lru_cache, partial
from typing import Final

from export.languages.folding import fold, fold_line
from export.note.card import Status
from server.storage.search_counts import Fact
from server.storage.search_results import Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which of the notes that were found are wanted."""

    theme: str = ""
    status: Status | None = None
    who: str = ""
    since: date | None = None

    def __bool__(self) -> bool:
        return bool(self.theme or self.status or self.who or self.since)

    def over(self, others: "Filters") -> "Filters":
        """With those of `others` that are not among these."""
        return Filters(
            theme=self.theme or others.theme,
            status=self.status or others.status,
            who=self.who or others.who,
            since=self.since or others.since,
        )

    def taking(self, zone: tzinfo, name: Callable[[Hit | Fact], str | None]) -> Callable[[Hit | Fact], bool]:
        """Whether a note passes; `name` is that of its last writer, None where that may not be known.

        Many notes have one theme: each is compared once.
        """
        theme, status, who = self.theme, self.status, self.who
        since = _midnight_ms(self.since, zone) if self.since else 0
        is_theme, is_name = lru_cache(partial(_is_same, theme)), lru_cache(partial(_calls, who))

        def takes(hit: Hit | Fact) -> bool:
            return (
                hit.changed_at >= since
                and (status is None or hit.status == status)
                and (not theme or is_theme(hit.theme))
                and (not who or is_name(name(hit)))
            )

        return takes


NO_FILTERS: Final = Filters()


def is_called(name: str, who: str) -> bool:
    """Whether each word of `who` begins a word of the name, whatever its case and accents."""
    words, parts = (fold(one).replace("-", " ").split() for one in (name, who))
    return all(any(word.startswith(part) for word in words) for part in parts)


def _midnight_ms(day: date, zone: tzinfo) -> int:
    return round(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp() * 1000)


def _is_same(theme: str, other: str) -> bool:
    return fold_line(other) == fold_line(theme)


def _calls(who: str, name: str | None) -> bool:
    return name is not None and is_called(name, who)
