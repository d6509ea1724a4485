"""The opening handshake, server side. Source: RFC 6455, section 4.2."""

import binascii
from base64 import b64decode, b64encode
from hashlib import sha1
from typing import Final

from aiohttp import hdrs, web

VERSION: Final = "13"
_KEY_BYTES: Final = 16
_SECRET: Final = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


async def answered(request: web.Request, subprotocol: str) -> tuple[web.StreamResponse, bool]:
    """Agree to a websocket; whether the client asked for `subprotocol`, which it is told.

    Extensions are never agreed on: compressed, one frame could not be written to many.
    Raises HTTPBadRequest, or ConnectionError when the client has left.
    """
    key = _key(request)
    answer = web.StreamResponse(status=101)
    answer.headers[hdrs.UPGRADE] = "websocket"
    answer.headers[hdrs.CONNECTION] = "Upgrade"
    answer.headers[hdrs.SEC_WEBSOCKET_ACCEPT] = b64encode(sha1(key + _SECRET).digest()).decode()  # noqa: S324
    speaks_ours = subprotocol in _tokens(request, hdrs.SEC_WEBSOCKET_PROTOCOL)
    if speaks_ours:
        answer.headers[hdrs.SEC_WEBSOCKET_PROTOCOL] = subprotocol
    answer.force_close()
    await answer.prepare(request)
    return answer, speaks_ours


def _key(request: web.Request) -> bytes:
    if "websocket" not in map(str.lower, _tokens(request, hdrs.UPGRADE)) or "upgrade" not in map(
        str.lower, _tokens(request, hdrs.CONNECTION)
    ):
        raise web.HTTPBadRequest(text="expected a websocket handshake")
    if request.headers.get(hdrs.SEC_WEBSOCKET_VERSION, "").strip() != VERSION:
        raise web.HTTPBadRequest(
            text=f"expected version {VERSION} of websockets", headers={hdrs.SEC_WEBSOCKET_VERSION: VERSION}
        )
    key = request.headers.get(hdrs.SEC_WEBSOCKET_KEY, "").strip().encode()
    try:
        size = len(b64decode(key, validate=True))
    except binascii.Error:
        size = 0
    if size != _KEY_BYTES:
        raise web.HTTPBadRequest(text=f"expected a key of {_KEY_BYTES} bytes in base64")
    return key


def _tokens(request: web.Request, header: str) -> list[str]:
    return [token.strip() for value in request.headers.getall(header, ()) for token in value.split(",")]
