"""Names that lead into the own network are not followed, wherever they led when they were set."""

from ipaddress import IPv6Address, ip_address
from socket import AF_INET, AddressFamily

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver


def is_public(address: str) -> bool:
    """Whether an IP address is one of the world, also where IPv6 only wraps it. Raises ValueError."""
    ip = ip_address(address.partition("%")[0])
    inner = ip.ipv4_mapped if isinstance(ip, IPv6Address) else None
    return (inner or ip).is_global


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
