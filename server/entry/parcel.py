"""What a request brings, a JSON object or a form, and how it is refused when it is not that."""

import json
import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from aiohttp import hdrs, web

from server.entry.lasting import check_lasting
from server.errors import BadInputError, TooLargeError

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
