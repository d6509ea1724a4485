"""Networks of clients, the widest first."""

import pytest

from server.networks import network_of, networks_of


@pytest.mark.parametrize(
    ("client", "networks"),
    [
        ("192.0.2.7", ("192.0.2.7",)),
        ("::ffff:192.0.2.7", ("192.0.2.7",)),
        ("2001:db8:1:2:3:4:5:6", ("2001:db8:1::/48", "2001:db8:1::/56", "2001:db8:1:2::/64")),
        ("2001:db8:1:302::9", ("2001:db8:1::/48", "2001:db8:1:300::/56", "2001:db8:1:302::/64")),
        ("", ("",)),
    ],
)
def test_a_network_is_what_one_subscriber_has(client: str, networks: tuple[str, ...]) -> None:
    assert networks_of(client) == networks
    assert network_of(client) == networks[-1]
