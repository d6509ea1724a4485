"""Hosts beyond this machine that the settings name: a unit of systemd may shut the server off from them."""

from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import parse_qs, urlsplit

from server.settings.config import Config
from server.settings.database_url import DatabaseUrl


def beyond(config: Config) -> list[str]:
    """Each once, with what it is for. Of an address of a webhook, which is a secret, the host alone."""
    found = (f"{host} ({what})" for host, what in _named(config) if not _is_here(host))
    return list(dict.fromkeys(found))


def _named(config: Config) -> Iterator[tuple[str, str]]:
    yield config.smtp_host, "mail"
    yield from ((hook.url.host or "", f"webhook {hook.name}") for hook in config.webhook)
    yield urlsplit(config.oidc_issuer).hostname or "", "provider"
    if config.database is not None:
        yield from ((host, "database") for host in _of_database(config.database))
    yield urlsplit(config.node_url).hostname or "", "this node and the others"
    for network in config.trusted_proxy:
        yield "" if network.is_loopback else str(network), "proxy"


def _of_database(url: DatabaseUrl) -> Iterator[str]:
    """As libpq reads them: behind `@`, with a port or none, or in the query; "" and paths are sockets."""
    split = urlsplit(url.full)
    names = [split.netloc.rpartition("@")[2]]
    asked = parse_qs(split.query)
    for name in (*names, *asked.get("host", ()), *asked.get("hostaddr", ())):
        for one in name.split(","):
            if one.startswith("["):
                yield one[1:].partition("]")[0]
            else:  # more than one colon is IPv6, in a query
                yield one.partition(":")[0] if one.count(":") == 1 else one


def _is_here(host: str) -> bool:
    if host in {"", "localhost"} or host.startswith("/"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
