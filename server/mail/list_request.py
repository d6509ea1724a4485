"""Addresses as people paste them, a list at a time; each that is none is named with its line."""

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from server.errors import BadInputError, inside
from server.settings.mail_addresses import read_address

MOST_ADDRESSES: Final = 500
MOST_NAME: Final = 80
MOST_TEXT: Final = 100_000
_MOST_NAMED: Final = 5
_IN_BRACKETS: Final = re.compile(r"<([^<>]*)>")
_QUOTED: Final = re.compile(r'"[^"]*"')
_BETWEEN: Final = re.compile(r"[,;]")
_DOMAIN: Final = re.compile(r"[a-z0-9]\.[a-z]{2}")


class ListRequest(NamedTuple):
    """What a list is to be called, and whom it is to hold: each address once."""

    name: str
    addresses: tuple[str, ...]


def read_list_request(fields: Mapping[str, object]) -> ListRequest:
    """From a form or JSON. Raises BadInputError."""
    with inside("name"):
        name = _name(fields.get("name"))
    with inside("addresses"):
        return ListRequest(name, _addresses(fields.get("addresses", "")))


def _name(value: object) -> str:
    name = " ".join(value.split()) if isinstance(value, str) else ""
    if not 0 < len(name) <= MOST_NAME or not name.isprintable() or not any(map(str.isalnum, name)):
        raise BadInputError("bad_list_name", most=MOST_NAME)
    return name


def _addresses(value: object) -> tuple[str, ...]:
    text = "\n".join(map(str, value)) if isinstance(value, list) else value
    if not isinstance(text, str) or len(text) > MOST_TEXT:
        raise BadInputError("list_many", most=MOST_ADDRESSES)
    found: dict[str, None] = {}
    wrong: list[str] = []
    for number, said in _said(text):
        try:
            found[read_address(said)] = None
        except ValueError:
            wrong.append(f"{number} ({said[:80]})")
    if wrong:
        more = len(wrong) - _MOST_NAMED
        lines = ", ".join(wrong[:_MOST_NAMED]) + (f" (+{more})" if more > 0 else "")
        raise BadInputError("list_addresses", count=len(wrong), lines=lines)
    if len(found) > MOST_ADDRESSES:
        raise BadInputError("list_many", most=MOST_ADDRESSES)
    return tuple(found)


def _said(text: str) -> Iterator[tuple[int, str]]:
    """Line and address, between commas or semicolons; words beside an address are a name.

    A part without any @ is named as it is, and so is a word that looks like a domain: its @ was forgotten.
    """
    for number, line in enumerate(text.splitlines(), 1):
        bracketed = _IN_BRACKETS.findall(line)
        yield from ((number, said) for said in bracketed)
        rest = _QUOTED.sub(" ", _IN_BRACKETS.sub(" ", line)) if bracketed else line
        for part in filter(None, map(str.strip, _BETWEEN.split(rest))):
            words = [word for word in part.split() if "@" in word or _DOMAIN.search(word)]
            if not words and not bracketed:
                words = [part]
            yield from ((number, word) for word in words)
