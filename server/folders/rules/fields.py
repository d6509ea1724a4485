"""Fields of a pochette as a body says them, refused with a reason."""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any, Final

from server.errors import BadInputError, inside

_MOST_CHARACTERS = 120
_MOST_RECIPIENTS = 40
_MOST_AGENDA = 10
_MOST_MESSAGE = 400


def read_folder_fields(asked: Mapping[str, object]) -> dict[str, Any]:
    """The values as a row has them. Raises BadInputError."""
    values = {}
    for field, value in asked.items():
        with inside(field):
            name, values[name] = _READERS[field](field, value)
    return values


def _line(field: str, value: object, most: int = _MOST_CHARACTERS) -> tuple[str, str]:
    text = " ".join(unicodedata.normalize("NFC", value).split()) if isinstance(value, str) else None
    if text is None or len(text) > most or not text.isprintable():
        raise BadInputError("bad_card_text", field=field, most=most)
    return field, text


def _day(field: str, value: object) -> tuple[str, str]:
    try:
        return field, date.fromisoformat(value).isoformat() if isinstance(value, str) and value else ""
    except ValueError:
        raise BadInputError("bad_day") from None


def _flag(name: str) -> Callable[[str, object], tuple[str, bool]]:
    def read(field: str, value: object) -> tuple[str, bool]:
        if not isinstance(value, bool):
            raise BadInputError("bad_flag", field=field)
        return name, value

    return read


def _format(field: str, value: object) -> tuple[str, str]:
    if value not in {"note", "large"}:
        raise BadInputError("bad_format", known="note, large")
    return field, str(value)


def _lines(most: int) -> Callable[[str, object], tuple[str, str]]:
    def read(field: str, value: object) -> tuple[str, str]:
        if not isinstance(value, list) or len(value) > most:
            raise BadInputError("bad_list", field=field, most=most)
        lines = []
        for number, one in enumerate(value):
            with inside(number):
                lines.append(_line(field, one)[1])
        return field, "\n".join(filter(None, lines))

    return read


_READERS: Mapping[str, Callable[[str, object], tuple[str, Any]]] = {
    "title": _line,
    "day": _day,
    "audience": _line,
    "classification": _line,
    "format": _format,
    "cover": _flag("cover"),
    "contents": _flag("contents"),
    "two_sided": _flag("two_sided"),
    "twoSided": _flag("two_sided"),
    "since": _flag("since"),
    "code": _flag("code"),
    "numbers": _flag("paragraph_numbers"),
    "holes": _flag("holes"),
    "recipients": _lines(_MOST_RECIPIENTS),
    "agenda": _lines(_MOST_AGENDA),
    "message": partial(_line, most=_MOST_MESSAGE),
}
FIELDS: Final = frozenset(_READERS)
"""What a pochette may be asked to have."""
