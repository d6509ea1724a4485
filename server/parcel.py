"""A JSON object as a request brings it, with no field that the address does not know."""

import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from aiohttp import hdrs, web

from server.errors import BadInputError

_JSON = "application/json"


async def read_json(request: web.Request, fields: AbstractSet[str]) -> Mapping[str, object]:
    """The object in the body. Raises BadInputError, or aiohttp's 413 when there is too much of it."""
    if request.headers.get(hdrs.CONTENT_TYPE, _JSON).partition(";")[0].strip().lower() != _JSON:
        raise BadInputError("not_json")
    try:
        value = json.loads(await request.read())
    except (ValueError, RecursionError):
        raise BadInputError("not_json") from None
    if not isinstance(value, dict):
        raise BadInputError("not_json")
    if unknown := sorted(value.keys() - fields):
        raise BadInputError("unknown_field", field=unknown[0][:40], known=", ".join(sorted(fields)))
    return value
