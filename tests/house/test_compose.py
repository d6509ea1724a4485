"""The containers of the page on several machines: our settings, and what the page on installing says."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from server.settings.config import Config, read_config

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs/deploy/compose"
CONTAINERFILE = (FOLDER / "Containerfile").read_text()
COMPOSE = yaml.safe_load((FOLDER / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
NODES = {name: one for name, one in SERVICES.items() if name.startswith("node")}


@pytest.mark.parametrize("name", NODES)
def test_a_node_starts_with_settings_that_there_are(name: str) -> None:
    settings = NODES[name]["environment"]
    known = {f"POCHETTE_{field.name.upper()}" for field in fields(Config)}
    assert settings.keys() <= known
    config = read_config({}, settings)
    assert config.node_url == f"http://{name}:8000"
    assert config.database is not None
    assert config.host == "0.0.0.0"  # noqa: S104 - all of a container


def test_a_node_has_the_system_packages_that_installing_asks_for() -> None:
    install = (ROOT / "docs/how-to/install.md").read_text()
    asked = re.search(r"apt-get install --no-install-recommends (.+)", install)
    given = re.search(
        r"apt-get install --yes --no-install-recommends (.+?) \\", (FOLDER / "Containerfile").read_text()
    )
    assert asked is not None
    assert given is not None
    assert set(asked[1].split()) == set(given[1].split()) - {"ca-certificates"}


def test_each_service_is_built_here_and_keeps_its_files_and_secrets() -> None:
    assert SERVICES.keys() == {"db1", "db2", "node1", "node2"}
    targets = set(re.findall(r"^FROM \S+ AS (\S+)$", CONTAINERFILE, flags=re.MULTILINE))
    for name, one in SERVICES.items():
        assert one["build"]["target"] in targets
        assert one["secrets"]
        assert set(one["secrets"]) <= COMPOSE["secrets"].keys()
        assert [volume.split(":")[0] for volume in one["volumes"]] == [name]
        assert name in COMPOSE["volumes"]
