"""Request bodies: JSON objects and forms, read within limits, refused with a reason."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager

from aiohttp import hdrs, web

from export.note.title import MAX_TITLE
from server.errors import BadInputError, TooLargeError
from server.http.recheck import check_lasting

_JSON = "application/json"
_NO_TEXT = re.compile("[\0\ud800-\udfff]")


async def read_json(request: web.Request, fields: AbstractSet[str]) -> Mapping[str, object]:
    """The object in the body, which has no other fields. Raises BadInputError or TooLargeError."""
    if request.headers.get(hdrs.CONTENT_TYPE, _JSON).partition(";")[0].strip().lower() != _JSON:
        raise BadInputError("not_json")
    _check_length(request)
    body = await request.read()
    await check_lasting(request)
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise BadInputError("not_json") from None
    if not isinstance(value, dict):
        raise BadInputError("not_json")
    if unknown := sorted(value.keys() - fields):
        with inside(unknown[0][:40]):
            raise BadInputError("unknown_field", field=unknown[0][:40], known=", ".join(sorted(fields)))
    _check_texts(value)
    return value


async def read_form(request: web.Request) -> Mapping[str, object]:
    """The fields of a form. Raises BadInputError or TooLargeError."""
    _check_length(request)
    try:
        fields = await request.post()
    except (ValueError, LookupError):
        raise BadInputError("bad_request") from None
    await check_lasting(request)
    _check_texts(fields)
    return fields


def repeated(fields: Mapping[str, object], name: str) -> list[object]:
    """Every value of a field that a form may send several times."""
    return [value for key, value in fields.items() if key == name]


@contextmanager
def inside(name: str | int) -> Iterator[None]:
    """Errors raised in this block point to the field or item `name` (RFC 6901); blocks nest."""
    try:
        yield
    except BadInputError as error:
        error.params["pointer"] = f"/{_escaped(str(name))}{error.params.get('pointer', '')}"
        raise


def _check_texts(value: Mapping[str, object]) -> None:
    """JSON and forms can spell what is no text: U+0000, half of a surrogate pair. Raises BadInputError."""
    left: list[tuple[str, object]] = [("", value)]
    while left:
        pointer, part = left.pop()
        match part:
            case str():
                if not _is_text(part):
                    raise BadInputError("bad_text", pointer=pointer)
            case Mapping():
                if not all(map(_is_text, part)):
                    raise BadInputError("bad_text", pointer=pointer)
                left += [(f"{pointer}/{_escaped(name)}", each) for name, each in part.items()]
            case list():
                left += [(f"{pointer}/{number}", each) for number, each in enumerate(part)]


def _is_text(text: str) -> bool:
    return not _NO_TEXT.search(text)


def _escaped(name: str) -> str:
    """A name in a pointer. Source: RFC 6901, section 3."""
    return name.replace("~", "~0").replace("/", "~1")


def _check_length(request: web.Request) -> None:
    """What says that it is too long need not be read. aiohttp stops what is longer than it says."""
    if (request.content_length or 0) > request.client_max_size:
        raise TooLargeError("too_large")


def read_text(value: object, field: str) -> str:
    """A text that UTF-8 and Yjs can hold, with line ends as the editor has them."""
    if not isinstance(value, str) or "\0" in value or not _is_unicode(value):
        raise BadInputError(f"bad_{field}", most=MAX_TITLE)
    return value.replace("\r\n", "\n").replace("\r", "\n")


def _is_unicode(text: str) -> bool:
    """JSON can spell half of a surrogate pair, which is no character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


MOST_CHARACTERS = 120


def line_reader(most: int) -> Callable[[str, object], str]:
    def read(field: str, value: object) -> str:
        text = " ".join(unicodedata.normalize("NFC", value).split()) if isinstance(value, str) else None
        if text is None or len(text) > most or not _is_printable(text):
            raise BadInputError("bad_card_text", field=field, most=most)
        return text

    return read


read_name = line_reader(MOST_CHARACTERS)
"""One line of text for a person, without controls. Raises BadInputError."""


def _is_printable(text: str) -> bool:
    return not any(unicodedata.category(character) in {"Cc", "Cs", "Co"} for character in text)
