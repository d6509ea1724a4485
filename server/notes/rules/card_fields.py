"""Fields of a card as a body or a file says them, refused with a reason."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from export.note.card import FIELDS, Card, Field, Kind, Status
from server.errors import BadInputError, inside
from server.text.values import line_reader, read_name

# A value of JSON as the card has it, by the name of its field. Raises BadInputError.
Reader: TypeAlias = Callable[[str, object], Any]


def read_fields(fields: Mapping[str, object]) -> dict[str, Any]:
    """The values as a card has them. Raises BadInputError."""
    values = {}
    for field, value in fields.items():
        with inside(field):
            values[field] = READERS[field](field, value)
    return values


def check(card: Card) -> None:
    """Raises BadInputError for a card from a file that no page could have made."""
    for field in FIELDS:
        value = getattr(card, field.name)
        READERS[field.name](field.name, list(value) if isinstance(value, tuple) else value)


def _names(most: int) -> Reader:
    def read(field: str, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or len(value) > most:
            raise BadInputError("bad_card_authors", most=most)
        names = []
        for number, one in enumerate(value):
            with inside(number):
                names.append(read_name(field, one))
        return tuple(filter(None, names))

    return read


def _pages(most: int) -> Reader:
    def read(field: str, value: object) -> int | None:
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
            raise BadInputError("bad_card_number", field=field, most=most)
        return value

    return read


def _status(_: str, value: object) -> Status:
    if not isinstance(value, str) or value not in set(Status):
        raise BadInputError("bad_card_status", known=", ".join(Status))
    return Status(value)


def _reader(field: Field) -> Reader:
    match field.kind:
        case Kind.LINE:
            return line_reader(field.most)
        case Kind.NAMES:
            return _names(field.most)
        case Kind.PAGES:
            return _pages(field.most)
        case Kind.STATUS:
            return _status


READERS: Final[Mapping[str, Reader]] = {field.name: _reader(field) for field in FIELDS}
