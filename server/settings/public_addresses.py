"""Public IP addresses, for the SSRF guard."""

from ipaddress import IPv6Address, ip_address


def is_public(address: str) -> bool:
    """Whether an IP address is one of the world, also where IPv6 only wraps it. Raises ValueError."""
    ip = ip_address(address.partition("%")[0])
    inner = ip.ipv4_mapped if isinstance(ip, IPv6Address) else None
    return (inner or ip).is_global
