"""Request bodies: JSON objects and forms, read within limits, refused with a reason."""

import asyncio
import unicodedata
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet

from aiohttp import hdrs, web

from export.note.title import MAX_TITLE
from server.errors import BadInputError, UnreadableBodyError, inside
from server.http.access import Handler
from server.http.directions import turns
from server.http.forms import SHORT_BYTES, Form, form_of
from server.http.intake import coming
from server.http.json_body import SHORT, Bounds, JsonReader, check_value
from server.http.recheck import check_lasting

_JSON = "application/json"
# Each step with a longer one takes up to 50 ms: between them others have their turn.
_LONG_BYTES = 1 << 18


@web.middleware
async def refuse_compressed(request: web.Request, handler: Handler) -> web.StreamResponse:
    """No browser compresses what it sends, and few bytes of a body that is compressed may be very many."""
    if request.headers.get(hdrs.CONTENT_ENCODING, "identity").lower() != "identity":
        raise UnreadableBodyError("compressed_body")
    return await handler(request)


async def read_json(
    request: web.Request, fields: AbstractSet[str], bounds: Bounds = SHORT
) -> Mapping[str, object]:
    """The object in the body, which has no other fields. Raises BadInputError or TooLargeError."""
    if request.headers.get(hdrs.CONTENT_TYPE, _JSON).partition(";")[0].strip().lower() != _JSON:
        raise BadInputError("not_json")
    reader = JsonReader(bounds)
    reader.expect(request.content_length or 0)
    async with coming(request) as part:
        async for piece in request.content.iter_any():
            reader.put(piece)
            part.holds(reader.size)
    await check_lasting(request)
    is_long = reader.size > _LONG_BYTES
    value = reader.value()
    if not isinstance(value, dict):
        raise BadInputError("not_json")
    if is_long:
        await asyncio.sleep(0)
    check_value(value, _is_text)
    if is_long:
        await asyncio.sleep(0)
    if unknown := value.keys() - fields:
        field = min(unknown)[:40]
        with inside(field):
            raise BadInputError("unknown_field", field=field, known=", ".join(sorted(fields)))
    return value


async def read_form(request: web.Request, most: int = SHORT_BYTES) -> Mapping[str, object]:
    """The fields of a form of at most `most` bytes. Raises BadInputError or TooLargeError."""
    fields = await form_of(request, most)
    await check_lasting(request)
    for name in fields:
        check_value([name, fields.all(name)], _is_text)
    return fields


def repeated(fields: Mapping[str, object], name: str) -> list[object]:
    """Every value of a field that a form may send several times."""
    if isinstance(fields, Form):
        return list(fields.all(name))
    return [fields[name]] if name in fields else []


def read_text(value: object, field: str) -> str:
    """A text that UTF-8 and Yjs can hold, with line ends as the editor has them."""
    if not isinstance(value, str) or not _is_text(value):
        raise BadInputError(f"bad_{field}", most=MAX_TITLE)
    return value.replace("\r\n", "\n").replace("\r", "\n")


def _is_text(text: str) -> bool:
    """Whether every database can keep it. JSON can spell half of a surrogate pair, which is no character."""
    if "\0" in text:
        return False
    if text.isascii():
        return True
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
        if turns(text):
            raise BadInputError("bad_direction", field=field)
        return text

    return read


read_name = line_reader(MOST_CHARACTERS)
"""One line of text for a person, without controls of any kind. Raises BadInputError."""


def _is_printable(text: str) -> bool:
    return not any(unicodedata.category(character) in {"Cc", "Cs", "Co"} for character in text)
