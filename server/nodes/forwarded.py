"""A request that is handed on to another node as it came, and its answer as that comes."""

import socket
from typing import Final

from aiohttp import AddrInfoType, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector, hdrs, web
from multidict import CIMultiDict
from yarl import URL

from server.nodes.hop import HEADER
from server.nodes.impatience import make_impatient

FORWARDED: Final = web.RequestKey("forwarded", bool)
"""Whether the answer is another node's, and has its headers."""

_CONNECT_S: Final = 1.0
# Of one connection (RFC 9110, 7.6.1), and what was answered here.
_OF_HOP: Final = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "expect",
        HEADER.lower(),
    }
)


def open_session() -> ClientSession:
    """For as many requests as there are; each waits for its owner as the browser would."""
    return ClientSession(
        connector=TCPConnector(limit=0, keepalive_timeout=15, socket_factory=_impatient),
        timeout=ClientTimeout(total=None, connect=_CONNECT_S, sock_connect=_CONNECT_S),
        cookie_jar=DummyCookieJar(),
        auto_decompress=False,
        skip_auto_headers=(hdrs.USER_AGENT, hdrs.ACCEPT, hdrs.ACCEPT_ENCODING, hdrs.CONTENT_TYPE),
    )


def _impatient(address: AddrInfoType) -> socket.socket:
    family, kind, protocol, *_ = address
    own = socket.socket(family, kind, protocol)
    make_impatient(own)
    return own


def headers_of(request: web.Request) -> CIMultiDict[str]:
    """What goes on of a request."""
    named = {
        name.strip().lower()
        for value in request.headers.getall(hdrs.CONNECTION, ())
        for name in value.split(",")
    }
    return CIMultiDict(
        (name, value) for name, value in request.headers.items() if name.lower() not in _OF_HOP | named
    )


async def forward(
    session: ClientSession, request: web.Request, url: str, hop: str
) -> web.StreamResponse | None:
    """The answer of the owner, on its way to the browser; None where that is no owner.

    Raises aiohttp's ClientError, OSError or TimeoutError; FORWARDED says whether something has left.
    """
    headers = headers_of(request)
    headers[HEADER] = hop
    body = request.content if request.can_read_body else None
    async with session.request(
        request.method,
        URL(f"{url}{request.raw_path}", encoded=True),
        headers=headers,
        data=body,
        allow_redirects=False,
    ) as theirs:
        if theirs.status == web.HTTPMisdirectedRequest.status_code and HEADER in theirs.headers:
            return None
        answer = web.StreamResponse(status=theirs.status, reason=theirs.reason)
        for name, value in theirs.headers.items():
            if name.lower() not in _OF_HOP:
                answer.headers.add(name, value)
        request[FORWARDED] = True
        await answer.prepare(request)
        async for chunk in theirs.content.iter_any():
            await answer.write(chunk)
        await answer.write_eof()
        return answer
