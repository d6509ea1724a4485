"""Middleware: a request for a note, a pochette or a classeur goes to the node that has it open."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from http import HTTPStatus
from typing import Final, NamedTuple, TypeVar

import structlog
from aiohttp import ClientError, ClientSession, hdrs, web

from server.errors import NotFoundError, ReloadingError
from server.http.access import RULES, Handler
from server.http.address import ADDRESS, Address
from server.http.keys import ENGINE
from server.jobs.lru_cache import LruCache
from server.nodes.cluster import Cluster
from server.nodes.forwarded import FORWARDED, answer_of, end_to_end, forward, headers_of
from server.nodes.hop import (
    ELSEWHERE,
    HEADER,
    NO_BODY,
    STREAMED,
    Answered,
    ForgedError,
    Hop,
    Hops,
    StaleError,
    new_nonce,
    sign,
    vouch,
    vouched,
)
from server.nodes.port import Owner
from server.nodes.splice import ANSWER_S, NearPipe, Pipe, reach
from server.secrets.tokens import link_of, names_target
from server.storage import Db
from server.storage.rights import links, targets
from server.targets import Target

Result = TypeVar("Result")

_MOST_NAMES: Final = 20_000
_TRIES: Final = 6
_REST_S: Final = 0.05
# An answer to a handshake that is none is a sentence.
_REFUSAL_BYTES: Final = 64 * 1024

HOP: Final = web.RequestKey("hop", Hop)

_log = structlog.get_logger(__name__)


class _Far(NamedTuple):
    """A connection to the owner, and what it answered to the handshake."""

    pipe: Pipe
    answered: Answered


class Forwarder:
    """Hands on what belongs to a thing of another node's; its owner checks every right itself."""

    def __init__(self, cluster: Cluster, key: bytes, session: ClientSession) -> None:
        self.cluster = cluster
        self.hops = Hops(key, now_ms=cluster.now_ms, number=lambda: cluster.number)
        self._key = key
        self._session = session
        self._names: LruCache[str] = LruCache(_MOST_NAMES, lambda _: 1)

    def vouch(self, hop: Hop, answer: web.StreamResponse) -> None:
        """Sign the head of an answer to another node, which gives the browser what is signed alone."""
        answered = Answered(
            status=answer.status, reason=answer.reason or "", headers=end_to_end(answer.headers.items())
        )
        answer.headers[HEADER] = vouch(self._key, hop, answered)

    async def thing_of(self, request: web.Request) -> str | None:
        """The id of what the address of a request opens, None for anything else, or nothing that exists."""
        rule, token = request.app[RULES].get(request.match_info.route), request.match_info.get("token")
        if rule is None or rule.target is None or token is None:
            return None
        if token in self._names:
            return self._names[token]
        target = await request.app[ENGINE].read(partial(_target, token=token, of=rule.target))
        if target is None:
            return None
        self._names.keep(token, target.id)
        return target.id

    async def at_owner(self, request: web.Request, handler: Handler, thing: str) -> web.StreamResponse:
        """The answer of the owner, which this node becomes where there is none. Raises ReloadingError."""
        cluster, has_body = self.cluster, request.can_read_body
        with cluster.holding(thing):
            for _ in range(_TRIES):
                if cluster.is_blind:
                    raise ReloadingError
                owner = await cluster.locate(thing)
                if owner is None:
                    return await handler(request)
                if HOP in request:
                    return _not_here()
                try:
                    answer = await self._hand_on(request, owner)
                except (ForgedError, ClientError, OSError, TimeoutError) as error:
                    if request.get(FORWARDED):
                        return _broken_off(request)
                    is_dead = await cluster.unreachable(thing, owner.node)
                    if not is_dead or has_body:
                        raise _lost(request, is_dead=is_dead) from error
                    continue
                if answer is not None:
                    return answer
                cluster.not_the_owner(thing)
                if has_body:  # it was read for the owner, and goes to nobody else
                    break
                await asyncio.sleep(_REST_S)
        raise ReloadingError

    async def _hand_on(self, request: web.Request, owner: Owner) -> web.StreamResponse | None:
        """What the owner answers, if it is one. Raises ForgedError where somebody else answers."""
        try:
            return await self._asked(request, owner)
        except ForgedError:
            _log.error("what answered in place of another node is none of ours", url=owner.url)
            raise

    async def _asked(self, request: web.Request, owner: Owner) -> web.StreamResponse | None:
        rule = request.app[RULES][request.match_info.route]
        is_handshake = request.headers.get(hdrs.UPGRADE, "").lower() == "websocket"
        if is_handshake and rule.is_socket and not rule.keeps_session:
            return await self._splice(request, owner)
        hop = self._hop(request, owner)
        work = partial(
            forward,
            self._session,
            request,
            owner.url,
            hop=self._signed(request, hop),
            read=partial(vouched, self._key, hop.nonce),
        )
        return await self._unless_dead(owner, work)

    async def _splice(self, request: web.Request, owner: Owner) -> web.StreamResponse | None:
        far = await self._unless_dead(owner, partial(self._taken, request, owner))
        if far is None:
            return None
        if far.answered.status != HTTPStatus.SWITCHING_PROTOCOLS:
            return await _refused(far)
        near = NearPipe(request)
        try:
            near.take_over(request, far.answered.headers)
        except ConnectionResetError:
            far.pipe.abort()
            raise
        request[FORWARDED] = True
        near.join(far.pipe)
        try:
            with self.cluster.reaching(owner.node, near.abort):
                await near.gone
        finally:
            near.abort()
        return web.StreamResponse(status=HTTPStatus.SWITCHING_PROTOCOLS)

    async def _taken(self, request: web.Request, owner: Owner) -> _Far | None:
        """A connection to the owner that has answered the handshake; None where that is no owner.

        It answers before it loads the note, so that a way on which nothing comes is found out soon. Raises
        ForgedError.
        """
        hop = self._hop(request, owner)
        headers = headers_of(request)
        headers[hdrs.CONNECTION], headers[hdrs.UPGRADE] = "Upgrade", "websocket"
        headers[HEADER] = self._signed(request, hop)
        lines = (f"{name}: {value}\r\n" for name, value in headers.items())
        head = f"{request.method} {request.raw_path} HTTP/1.1\r\n{''.join(lines)}\r\n"
        far = await reach(owner.url, head.encode("utf-8", "surrogateescape"))
        try:
            async with asyncio.timeout(ANSWER_S):
                theirs = await far.head()
            if theirs.headers.get(HEADER) == ELSEWHERE:
                far.abort()
                return None
            answered = vouched(self._key, hop.nonce, theirs.headers.get(HEADER, ""), theirs.status)
        except BaseException:
            far.abort()
            raise
        return _Far(far, answered)

    async def _unless_dead(self, owner: Owner, work: Callable[[], Awaitable[Result]]) -> Result:
        """Wait for an owner for as long as it lives. Raises TimeoutError when it is found dead."""
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(None) as limit:
            with self.cluster.reaching(owner.node, lambda: limit.reschedule(loop.time())):
                return await work()

    def _hop(self, request: web.Request, owner: Owner) -> Hop:
        address = request[ADDRESS]
        return Hop(
            sender=self.cluster.number,
            receiver=owner.node,
            at=self.cluster.now_ms(),
            nonce=new_nonce(),
            body=_body_of(request),
            scheme=address.scheme,
            host=address.host,
            client=address.client,
        )

    def _signed(self, request: web.Request, hop: Hop) -> str:
        return sign(self._key, request.method, request.raw_path, hop)


FORWARDER = web.AppKey("forwarder", Forwarder)


@web.middleware
async def accept_hop(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Believe a node of this instance what it knows of the browser; anybody else who says so gets 400."""
    value = request.headers.get(HEADER)
    if value is None:
        return await handler(request)
    try:
        hop = request.app[FORWARDER].hops.check(value, request.method, request.raw_path)
    except StaleError:
        return _not_here()
    except ForgedError:
        hop = None
    if hop is None or len(request.headers.getall(HEADER)) > 1 or hop.body != _body_of(request):
        _log.warning("a forwarded request was not one of ours")
        answer: web.StreamResponse = web.Response(status=web.HTTPBadRequest.status_code)
        answer.force_close()
        return answer
    request[HOP] = hop
    request[ADDRESS] = Address(scheme=hop.scheme, host=hop.host, client=hop.client)
    answer = await handler(request)
    if request.headers.get(hdrs.UPGRADE) and not answer.prepared:
        answer.force_close()  # the sender reads until its end
    return answer


@web.middleware
async def reach_owner(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer what is open here, and hand on the rest."""
    forwarder = request.app[FORWARDER]
    thing = await forwarder.thing_of(request)
    if thing is None:
        return await handler(request)
    return await forwarder.at_owner(request, handler, thing)


async def vouch_for(request: web.Request, response: web.StreamResponse) -> None:
    """On response prepare, the last: what goes to another node says that it is ours."""
    if HOP in request and HEADER not in response.headers:
        request.app[FORWARDER].vouch(request[HOP], response)


async def _refused(far: _Far) -> web.StreamResponse:
    """An answer that is no websocket, whole: after it the connections have nothing to do with each other."""
    try:
        async with asyncio.timeout(ANSWER_S):
            body = await far.pipe.body(_REFUSAL_BYTES)
    finally:
        far.pipe.abort()
    answer = answer_of(far.answered)
    whole = web.Response(status=answer.status, reason=answer.reason, headers=answer.headers, body=body)
    whole.force_close()
    return whole


def _lost(request: web.Request, *, is_dead: bool) -> Exception:
    """What a request is told whose owner did not answer: nobody knows whether it has taken the body.

    A session over HTTP ended with its owner, so that its client begins another one at once.
    """
    rule = request.app[RULES][request.match_info.route]
    if is_dead and rule.keeps_session and "session" in request.query:
        return NotFoundError("no_session")
    return ReloadingError()


def _not_here() -> web.Response:
    """For the sender: ask again who the owner is. A forwarded request goes on to nobody."""
    answer = web.Response(status=web.HTTPMisdirectedRequest.status_code, headers={HEADER: ELSEWHERE})
    answer.force_close()
    return answer


def _broken_off(request: web.Request) -> web.StreamResponse:
    """What has left cannot be taken back: the browser sees that it is not whole, or has gone itself."""
    if request.transport is not None:
        request.transport.abort()
    return web.StreamResponse(status=HTTPStatus.BAD_GATEWAY)


def _body_of(request: web.Request) -> str:
    length = request.headers.get(hdrs.CONTENT_LENGTH)
    if length is not None and length != "0":
        return length
    return STREAMED if hdrs.TRANSFER_ENCODING in request.headers else NO_BODY


def _target(db: Db, *, token: str, of: type[Target]) -> Target | None:
    """What a token opens, whether rightly or not; the owner asks for its proof."""
    if names_target(token):
        target = of.of(token)
        # Nobody is made the owner of whatever stands in an address.
        return target if targets.standing(db, target).exists else None
    id_ = link_of(token)
    link = links.find(db, id_) if id_ is not None else None
    return link.target if link is not None else None
