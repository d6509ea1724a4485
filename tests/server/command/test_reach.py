"""What the doctor says of other machines: whatever the settings name there, and nothing of this one."""

from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import pytest

from server.command.doctor import look_at_reach
from server.command.reach import beyond
from server.settings.config import Config, read_config
from server.settings.database_url import DatabaseUrl

HOOK = """
[[webhook]]
name = "cabinet"
kind = "mattermost"
url = "https://chat.example.org/hooks/secret"
"""


def test_what_the_settings_name_elsewhere_is_named_with_what_it_is_for(tmp_path: Path) -> None:
    (tmp_path / "pochette.toml").write_text(HOOK, "utf-8")
    config = replace(
        read_config({"config": str(tmp_path / "pochette.toml")}, {}),
        smtp_host="smtp.example.org",
        oidc_issuer="https://login.example.org/realms/team",
        node_url="http://10.0.0.3:8000",
        trusted_proxy=(ip_network("10.0.0.2/32"), ip_network("127.0.0.0/8")),
        database=DatabaseUrl(
            "postgresql://pochette@db1.example.org,db2.example.org:5433/pochette?host=/run,::1"
        ),
    )

    assert beyond(config) == [
        "smtp.example.org (mail)",
        "chat.example.org (webhook cabinet)",
        "login.example.org (provider)",
        "db1.example.org (database)",
        "db2.example.org (database)",
        "10.0.0.3 (this node and the others)",
        "10.0.0.2/32 (proxy)",
    ]
    found = look_at_reach(config)
    assert "IPAddressAllow=" in found.said
    assert found.is_well
    assert "secret" not in found.said


@pytest.mark.parametrize("database", ["postgresql:///pochette", "postgresql://[::1]:5432/pochette"])
def test_what_is_on_this_machine_is_none(database: str) -> None:
    config = Config(
        smtp_host="localhost",
        node_url="http://127.0.0.1:8001",
        trusted_proxy=(ip_network("127.0.0.1/32"),),
        database=DatabaseUrl(database),
    )

    assert beyond(config) == []
    assert look_at_reach(config).said == "no setting names another machine"
