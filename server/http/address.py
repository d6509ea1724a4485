"""Client address and our own: Host header, public address, trusted proxies."""

import re
from dataclasses import dataclass
from ipaddress import ip_address

from aiohttp import web

from server.settings.config import Config, Network

_HOST = re.compile(r"([a-z0-9._-]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?")
_DEFAULT_PORTS = {"http": "80", "https": "443"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """The server as this request reached it; `host` holds the port unless it is the scheme's own."""

    scheme: str
    host: str
    client: str

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.host}"

    @property
    def socket_origin(self) -> str:
        """The origin of websockets, for the content security policy."""
        return f"{'wss' if self.scheme == 'https' else 'ws'}://{self.host}"

    @property
    def is_loopback(self) -> bool:
        return is_loopback(self.host)

    @property
    def is_trustworthy(self) -> bool:
        """Whether browsers take a Secure cookie from here."""
        return self.scheme == "https" or self.is_loopback


ADDRESS = web.RequestKey("address", Address)


def is_loopback(host: str) -> bool:
    """Whether a host, with or without a port, is this machine."""
    match = _HOST.fullmatch(host)
    if match is None:
        return False
    name = match[1].strip("[]")
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")


def address_of(request: web.Request, config: Config) -> Address | None:
    """The address that the request names, or None when it is not one of ours."""
    forwarded = _Forwarded.of(request, config.trusted_proxy)
    scheme, _, public = config.url.partition("://")
    match = _HOST.fullmatch(request.headers.get("Host", "").lower())
    if match is None:
        return None
    if public and _host(match, scheme) == public:
        return Address(scheme=scheme, host=public, client=forwarded.client)
    host = _host(match, forwarded.scheme)
    if public and not is_loopback(host):
        return None
    return Address(scheme=forwarded.scheme, host=host, client=forwarded.client)


def _host(match: re.Match[str], scheme: str) -> str:
    name, port = match.groups()
    return name if port in {None, _DEFAULT_PORTS[scheme]} else f"{name}:{port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Forwarded:
    """What is known of the browser behind the proxies we trust, and of no other."""

    scheme: str
    client: str

    @classmethod
    def of(cls, request: web.Request, trusted: tuple[Network, ...]) -> "_Forwarded":
        peer = request.remote or ""
        if not _is_in(peer, trusted):
            return cls(scheme=request.scheme, client=peer)
        said = request.headers.get("X-Forwarded-Proto", "").rsplit(",")[-1].strip().lower()
        hops = [hop.strip() for hop in ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")]
        client = next((hop for hop in reversed(hops) if hop and not _is_in(hop, trusted)), peer)
        return cls(scheme=said if said in _DEFAULT_PORTS else request.scheme, client=client)


def _is_in(address: str, networks: tuple[Network, ...]) -> bool:
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    return any(ip in network for network in networks)
