"""Names that lead into the own network are not followed, wherever they led when they were set."""

from ipaddress import ip_address
from socket import AF_INET, AddressFamily

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver


class PrivateError(Exception):
    """A name of the outside that leads into the own network."""


class PublicResolver(AbstractResolver):
    """Raises PrivateError for a name of which any address is not a public one."""

    def __init__(self) -> None:
        self._inner = ThreadedResolver()

    async def resolve(self, host: str, port: int = 0, family: AddressFamily = AF_INET) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        if not all(ip_address(one["host"].partition("%")[0]).is_global for one in found):
            raise PrivateError(host)
        return found

    async def close(self) -> None:
        await self._inner.close()
