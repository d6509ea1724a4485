"""What `pochette proxy` prints, and the files that come along."""

import subprocess
import sys
from pathlib import Path

import pytest

from server.command.proxy import PROGRAMS, settings_of
from server.errors import StartError
from server.settings.config import Config

DEPLOY = Path(__file__).parents[3] / "docs" / "deploy"
FILES = {"nginx": DEPLOY / "nginx.conf", "caddy": DEPLOY / "Caddyfile"}
ORIGIN = "https://notes.example.org"


def pochette(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("pochette")
    return subprocess.run([program, "proxy", *arguments], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_files_that_come_along_are_made_from_the_limits_of_this_version(program: str) -> None:
    assert FILES[program].read_text("utf-8") == pochette(program, "--url", ORIGIN).stdout


@pytest.mark.parametrize("program", PROGRAMS)
def test_so_are_those_for_several_servers(program: str) -> None:
    file = DEPLOY / "several" / FILES[program].name
    nodes = ("--node", "http://10.0.0.3:8000", "--node", "http://10.0.0.4:8000")
    assert file.read_text("utf-8") == pochette(program, "--url", ORIGIN, *nodes).stdout


@pytest.mark.parametrize(
    "node", ["10.0.0.3:8000", "https://10.0.0.3", "http://a@10.0.0.3", "http://10.0.0.3/x"]
)
def test_what_is_no_address_of_a_server_is_refused(node: str) -> None:
    with pytest.raises(StartError, match=r"such as http://10\.0\.0\.3:8000"):
        settings_of(Config(url=ORIGIN), "nginx", [node])


@pytest.mark.parametrize("program", PROGRAMS)
def test_they_follow_the_settings(program: str) -> None:
    made = settings_of(Config(url="https://n.example:8443", host="::", port=9000, patience=40), program)

    assert "127.0.0.1:9000" in made
    assert "n.example" in made
    assert "8443" in made
    assert "40s" in made
    assert "@{" not in made


@pytest.mark.parametrize(
    ("host", "upstream"),
    [("0.0.0.0", "127.0.0.1:8000"), ("::1", "[::1]:8000"), ("inner.lan", "inner.lan:8000")],  # noqa: S104
)
def test_they_lead_where_the_server_listens(host: str, upstream: str) -> None:
    assert f"http://{upstream};" in settings_of(Config(url=ORIGIN, host=host), "nginx")


@pytest.mark.parametrize("url", ["", "http://notes.example.org"])
def test_without_a_public_address_over_tls_nothing_is_printed(url: str) -> None:
    with pytest.raises(StartError, match=r"such as https://notes\.example\.org"):
        settings_of(Config(url=url), "nginx")


def test_the_command_says_why_in_one_sentence() -> None:
    done = pochette("nginx")

    assert done.returncode == 1
    assert done.stderr.startswith("pochette: url must be the public address")
    assert done.stdout == ""
