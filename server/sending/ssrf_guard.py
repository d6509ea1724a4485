"""SSRF guard: refuses hosts that resolve to private addresses, whatever they resolved to before."""

from socket import AF_INET, AddressFamily

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from server.settings.public_addresses import is_public


class PrivateError(Exception):
    """A name of the outside that leads into the own network."""


class PublicResolver(AbstractResolver):
    """Raises PrivateError for a name of which any address is not a public one."""

    def __init__(self) -> None:
        self._inner = ThreadedResolver()

    async def resolve(self, host: str, port: int = 0, family: AddressFamily = AF_INET) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        if not all(is_public(one["host"]) for one in found):
            raise PrivateError(host)
        return found

    async def close(self) -> None:
        await self._inner.close()
