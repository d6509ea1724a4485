"""What is asked of a link: its right, its name, its end, its password, and what it prints."""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from crdt.roles import Role
from export.note.formats import Format
from server.clock import now_ms
from server.errors import BadInputError, inside
from server.paper.layout import NAMES, read_setting
from server.secrets.passwords import LEAST_CHARACTERS, MOST_CHARACTERS
from server.storage.print_links import Source

_FIELDS = frozenset(
    {
        *("role", "label", "expires_at", "max_openings", "password", "carry_hours"),
        *("source", "recipient", "copy_number"),
    }
)
# By the kind of target: a pochette says itself in which format it prints, and how.
FIELDS = {
    "note": _FIELDS | {"format"} | NAMES,
    "folder": _FIELDS,
    "binder": frozenset({"role", "label", "expires_at", "password", "carry_hours"}),
}
_ROLES = (Role.PRINT, Role.READ, Role.COMMENT, Role.EDIT)
MOST_LETTERS = 60
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_OPENINGS = 1000
_MOST_COPY = 9999
MOST_CARRY_HOURS = 14 * 24
CARRY_CHOICES = (0, 24, 72, 168, MOST_CARRY_HOURS)
"""Hours that pages offer, 0 for nothing taken along; programs may say others."""


def read_link_fields(asked: Mapping[str, object]) -> dict[str, Any]:
    """The fields that were given, as rows have them; how a note is set is one. Raises BadInputError."""
    values = {}
    for field, value in asked.items():
        if field not in NAMES:
            with inside(field):
                values[field] = _READERS[field](value)
    if setting := {field: asked[field] for field in NAMES & asked.keys()}:
        values["setting"] = read_setting(setting)
    return values


def _role(value: object) -> Role:
    if value not in tuple(_ROLES):
        raise BadInputError("bad_link", field="role", expected=", ".join(_ROLES))
    return Role(str(value))


def _line(field: str, value: object) -> str:
    text = " ".join(unicodedata.normalize("NFC", value).split()) if isinstance(value, str) else None
    if text is None or len(text) > MOST_LETTERS or not text.isprintable():
        raise BadInputError("bad_link", field=field, expected=f"≤ {MOST_LETTERS}")
    return text


def _time(value: object) -> int | None:
    """An ISO 8601 time with its zone, in the future; null for no end."""
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or moment.timestamp() * 1000 <= now_ms():
        raise BadInputError("bad_link", field="expires_at", expected="2030-03-15T08:00:00+01:00")
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def _password(value: object) -> str | None:
    """Null for none. What is wrong with it is told without telling it."""
    if value is None:
        return None
    text = value.strip() if isinstance(value, str) else ""
    if not LEAST_CHARACTERS <= len(text) <= MOST_CHARACTERS or not text.isprintable():
        raise BadInputError("bad_password", least=LEAST_CHARACTERS, most=MOST_CHARACTERS)
    return text


def _count(field: str, most: int, value: object) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise BadInputError("bad_link", field=field, expected=f"1–{most}")
    return value


def carry_hours(value: object) -> int:
    """For how long a device may keep what it takes along; 0: it takes nothing along."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST_CARRY_HOURS:
        raise BadInputError("bad_link", field="carry_hours", expected=f"0–{MOST_CARRY_HOURS}")
    return value


def _format(value: object) -> Format:
    if value not in tuple(Format):
        raise BadInputError("bad_link", field="format", expected=", ".join(Format))
    return Format(str(value))


def _source(value: object) -> Source:
    if value not in tuple(Source):
        raise BadInputError("bad_link", field="source", expected=", ".join(Source))
    return Source(str(value))


_READERS: Mapping[str, Callable[[object], Any]] = {
    "role": _role,
    "label": partial(_line, "label"),
    "expires_at": _time,
    "max_openings": partial(_count, "max_openings", _MOST_OPENINGS),
    "source": _source,
    "format": _format,
    "recipient": partial(_line, "recipient"),
    "copy_number": partial(_count, "copy_number", _MOST_COPY),
    "password": _password,
    "carry_hours": carry_hours,
}
