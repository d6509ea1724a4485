"""Reads a search request, of the form of its page or of JSON: words, filters, and from where on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from export.note.card import Status
from server.errors import BadInputError
from server.ids import BinderId
from server.search.rules.filters import NO_FILTERS, Filters

FIELDS: Final = frozenset({"q", "binder", "theme", "status", "who", "since", "archive", "comments", "after"})
# A longer one names nothing that there is.
_MOST_CHARACTERS: Final = 200
_MOST_AFTER: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """`q` as it was typed; `after` so many results are left out. `binder` None asks everywhere."""

    q: str = ""
    binder: BinderId | None = None
    chosen: Filters = NO_FILTERS
    archive: bool = False
    comments: bool = True
    after: int = 0


def read_search(fields: Mapping[str, object], *, comments: bool = True) -> SearchRequest:
    """What a JSON object or a form says; `comments` where it says nothing of them.

    Raises BadInputError with the field.
    """
    binder = _line(fields, "binder")
    return SearchRequest(
        q=_text(fields, "q"),
        binder=BinderId(binder) if binder else None,
        chosen=Filters(
            theme=_line(fields, "theme"),
            status=_status(fields),
            who=_line(fields, "who"),
            since=_since(fields),
        ),
        archive=_flag(fields, "archive", default=False),
        comments=_flag(fields, "comments", default=comments),
        after=_after(fields),
    )


def _text(fields: Mapping[str, object], name: str) -> str:
    value = fields.get(name) or ""
    if not isinstance(value, str):
        raise _bad(name)
    return value


def _line(fields: Mapping[str, object], name: str) -> str:
    value = " ".join(_text(fields, name).split())
    if len(value) > _MOST_CHARACTERS:
        raise _bad(name)
    return value


def _status(fields: Mapping[str, object]) -> Status | None:
    value = _line(fields, "status")
    if value and value not in set(Status):
        raise _bad("status")
    return Status(value) if value else None


def _since(fields: Mapping[str, object]) -> date | None:
    value = _line(fields, "since")
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise _bad("since") from None


def _flag(fields: Mapping[str, object], name: str, *, default: bool) -> bool:
    """JSON says true; a box of a form that is ticked says `on`."""
    match fields.get(name):
        case None:
            return default
        case True | "on":
            return True
        case False | "":
            return False
        case _:
            raise _bad(name)


def _after(fields: Mapping[str, object]) -> int:
    """A number, or digits in a form."""
    value = fields.get("after") or 0
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 8:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _MOST_AFTER:
        raise _bad("after")
    return value


def _bad(name: str) -> BadInputError:
    return BadInputError("bad_search", field=name, pointer=f"/{name}")
