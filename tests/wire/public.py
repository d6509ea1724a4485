"""A visitor who comes by the public address of a proxy."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientResponse, ClientSession, ClientTimeout, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult

from tests.visitor import LED_HERE
from tests.wire.proxy import V4, Proxied

JSON = {"Accept": "application/json"}


class _Here(AbstractResolver):
    """The public name leads to this machine."""

    def __init__(self, address: str) -> None:
        self._address = address

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        return [ResolveResult(hostname=host, host=self._address, port=port, family=family, proto=0, flags=0)]

    async def close(self) -> None: ...


@asynccontextmanager
async def visitor(
    front: Proxied, *, address: str = V4, source: str | None = None
) -> AsyncIterator[ClientSession]:
    local = (source, 0) if source else None
    connector = TCPConnector(ssl=trusting(), resolver=_Here(address), local_addr=local)
    async with ClientSession(
        front.origin, connector=connector, headers=JSON | LED_HERE, timeout=ClientTimeout(total=60)
    ) as session:
        yield session
    await asyncio.sleep(0.1)  # aiohttp ends connections over TLS a moment after it says so


async def asked(session: ClientSession, method: str, address: str, **how: Any) -> ClientResponse:
    """An answer that was read to its end; redirects are not followed."""
    async with session.request(method, address, allow_redirects=False, **how) as answer:
        await answer.read()
    return answer


def trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
