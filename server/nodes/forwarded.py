"""A request that is handed on to another node as it came, and its answer as that comes."""

import socket
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Final

from aiohttp import (
    AddrInfoType,
    ClientConnectionError,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    StreamReader,
    TCPConnector,
    hdrs,
    web,
)
from multidict import CIMultiDict
from yarl import URL

from server.nodes.hop import ELSEWHERE, HEADER, Answered
from server.nodes.impatience import make_impatient

FORWARDED: Final = web.RequestKey("forwarded", bool)
"""Whether the answer is another node's, and has its headers."""

_CONNECT_S: Final = 1.0
_SHORT_BYTES: Final = 64 * 1024
# The signed head of an answer stands beside its headers.
_LONGEST_HEADER: Final = 64 * 1024
# Of an answer, and not in its signed head: a proxy in front of the owner may have changed them.
OF_BODY: Final = frozenset({"content-length", "content-encoding"})
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
        max_field_size=_LONGEST_HEADER,
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


class _Once:
    """A body as it comes, which cannot go again."""

    def __init__(self, content: StreamReader) -> None:
        self._content = content
        self._has_gone = False

    def __aiter__(self) -> AsyncIterator[bytes]:
        if self._has_gone:
            raise ClientConnectionError("the body of this request has gone already")
        self._has_gone = True
        return aiter(self._content.iter_any())


async def _body_of(request: web.Request) -> bytes | _Once | None:
    """A PUT is sent again by aiohttp where a kept connection has ended: with its whole body or not."""
    if not request.can_read_body:
        return None
    is_short = request.content_length is not None and request.content_length <= _SHORT_BYTES
    return await request.read() if is_short else _Once(request.content)


def end_to_end(headers: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Those of an answer that are for the browser, but for what its body says of itself."""
    return [[name, value] for name, value in headers if name.lower() not in _OF_HOP | OF_BODY]


def answer_of(answered: Answered) -> web.StreamResponse:
    """What the owner answered, without a body yet."""
    answer = web.StreamResponse(status=answered.status, reason=answered.reason)
    for name, value in answered.headers:
        answer.headers.add(name, value)
    return answer


async def forward(
    session: ClientSession,
    request: web.Request,
    url: str,
    *,
    hop: str,
    read: Callable[[str, int], Answered],
) -> web.StreamResponse | None:
    """The answer of the owner, on its way to the browser; None where that is no owner.

    `read` checks its signed head. Raises ForgedError, aiohttp's ClientError, OSError or TimeoutError;
    FORWARDED says whether something has left.
    """
    headers = headers_of(request)
    headers[HEADER] = hop
    body = await _body_of(request)
    async with session.request(
        request.method,
        URL(f"{url}{request.raw_path}", encoded=True),
        headers=headers,
        data=body,
        allow_redirects=False,
    ) as theirs:
        if theirs.headers.get(HEADER) == ELSEWHERE:
            return None
        answered = read(theirs.headers.get(HEADER, ""), theirs.status)
        answer = answer_of(answered)
        for name in OF_BODY & {name.lower() for name in theirs.headers}:
            answer.headers[name] = theirs.headers[name]
        request[FORWARDED] = True
        await answer.prepare(request)
        async for chunk in theirs.content.iter_any():
            await answer.write(chunk)
        await answer.write_eof()
        return answer
