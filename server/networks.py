"""Networks of clients: one IPv4 address; of IPv6 the /48, the /56 and the /64."""

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

_PREFIXES: Final = (48, 56, 64)
_COARSE: Final = {4: 24, 6: 48}


def network_of(client: str) -> str:
    """Whom an address belongs to: itself or, with IPv6, all that one subscriber has at least."""
    return networks_of(client)[-1]


def coarse_network_of(client: str) -> str:
    """The IPv4 /24 or IPv6 /48 around an address: several subscribers, or one that has many networks."""
    try:
        ip = ip_address(client)
    except ValueError:
        return "unknown"
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    return str(ip_network((ip, _COARSE[ip.version]), strict=False))


def networks_of(client: str) -> tuple[str, ...]:
    """The networks around an address, the widest first."""
    try:
        ip = ip_address(client)
    except ValueError:
        return (client,)
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is None:
        return tuple(str(ip_network((ip, prefix), strict=False)) for prefix in _PREFIXES)
    return (str(ip.ipv4_mapped or ip if isinstance(ip, IPv6Address) else ip),)
