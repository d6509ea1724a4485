"""Request bodies: JSON objects and forms, read within limits, refused with a reason."""

import asyncio
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from aiohttp import hdrs, web

from server.errors import BadInputError, UnreadableBodyError, inside
from server.http.access import Handler
from server.http.forms import SHORT_BYTES, Form, form_of
from server.http.intake import coming
from server.http.json_body import SHORT, Bounds, JsonReader, check_value
from server.http.recheck import check_lasting
from server.text.values import is_text

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
    check_value(value, is_text)
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
        check_value([name, fields.all(name)], is_text)
    return fields


def repeated(fields: Mapping[str, object], name: str) -> list[object]:
    """Every value of a field that a form may send several times."""
    if isinstance(fields, Form):
        return list(fields.all(name))
    return [fields[name]] if name in fields else []
