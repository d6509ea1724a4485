"""Parses the line of a search into a query: words, phrases, words to leave out, and filters."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Final, NamedTuple
from unicodedata import normalize

from export.note.card import Status
from server.clock import as_datetime
from server.errors import BadInputError
from server.search.rules.dates import day_of, is_begun
from server.search.rules.filters import NO_FILTERS, Filters
from server.search.rules.folding import fold
from server.search.rules.statuses import begins_a_status, status_of
from server.search.rules.stems import grown
from server.search.rules.terms import QUOTES, once, split
from server.search.rules.words import words_of

MOST_CHARACTERS: Final = 500
MOST_WORDS: Final = 32

_FILTER: Final = re.compile(rf"(?<!\S)(\w+):(?:[{QUOTES}]([^{QUOTES}]*)[{QUOTES}]|([^\s{QUOTES}]*)(?!\S))")
_NAMES: Final = {
    "theme": "theme",
    "statut": "status",
    "status": "status",
    "qui": "who",
    "who": "who",
    "depuis": "since",
    "since": "since",
}
# A surrogate alone has no UTF-8, and no control is part of a word.
_UNREADABLE: Final = re.compile("[\x01-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class BadQueryError(BadInputError):
    """Nothing can be looked for; its words are at `errors.<code>`, as those of any refusal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A note must have each of `words`, none of `without`, and a word that begins with `prefix` or is a stem.

    `words` holds those of the exact phrases too, `loose` only the others. `typed` holds the filters by their
    names in the API, as they are shown; `rest` is what was typed without them.
    """

    words: tuple[str, ...] = ()
    prefix: str = ""
    stems: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    filters: Filters = NO_FILTERS
    typed: tuple[tuple[str, str], ...] = ()
    rest: str = ""


class _Filter(NamedTuple):
    """`is_open`: more of its value may be typed."""

    name: str
    value: str
    is_open: bool


def parse(q: str, now_ms: int, zone: tzinfo) -> Query:
    """Raises BadQueryError."""
    if "\0" in q:
        raise BadQueryError("query_nul")
    if len(q) > MOST_CHARACTERS:
        raise BadQueryError("query_long", most=MOST_CHARACTERS)
    filters, rest = _filters(normalize("NFC", _UNREADABLE.sub(" ", q)))
    said = _read(filters, as_datetime(now_ms).astimezone(zone).date())
    words, prefix, exact, without = split(rest)
    within = [word for one in exact for word in words_of(one)]
    if len(words) + len(within) + len(exact) + len(without) > MOST_WORDS:
        raise BadQueryError("query_many", most=MOST_WORDS)
    # Filters alone are a list; a phrase of function words would be looked for in every note.
    if not (words or within or prefix) and (exact or not said):
        raise BadQueryError("query_nothing")
    return Query(
        words=once([*words, *within]),
        prefix=prefix,
        stems=tuple(sorted(grown(prefix))) if prefix else (),
        loose=words,
        exact=exact,
        without=without,
        filters=Filters(
            theme=said.get("theme", ""),
            status=Status(said["status"]) if "status" in said else None,
            who=said.get("who", ""),
            since=date.fromisoformat(said["since"]) if "since" in said else None,
        ),
        typed=tuple(said.items()),
        rest=" ".join(rest.split()),
    )


def _filters(q: str) -> tuple[list[_Filter], str]:
    """The filters, and what was typed without them; a word with a colon that names none stays."""
    found: list[_Filter] = []

    def take(match: re.Match[str]) -> str:
        name = _NAMES.get(fold(match[1]))
        if name is None:
            return match[0]
        value = " ".join((match[2] or match[3] or "").split())
        found.append(_Filter(name, value, is_open=match[2] is None and match.end() == len(q)))
        return " "

    rest = _FILTER.sub(take, q)
    return found, rest


def _read(filters: list[_Filter], today: date) -> Mapping[str, str]:
    """Their values as they are shown; of two of a name the last. Raises BadQueryError."""
    said: dict[str, str] = {}
    for name, value, is_open in filters:
        if not value:
            continue
        if name == "status":
            status = status_of(value)
            shown, may_come = status.value if status else "", begins_a_status(value)
        elif name == "since":
            day = day_of(value, today)
            shown, may_come = day.isoformat() if day else "", is_begun(value)
        else:
            shown, may_come = value, True
        if shown:
            said[name] = shown
        elif not (is_open and may_come):
            raise BadQueryError("query_status" if name == "status" else "query_since")
    return said
