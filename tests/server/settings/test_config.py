"""Settings: what wins over what, and what is said of a value that cannot be."""

from dataclasses import fields
from ipaddress import ip_network
from pathlib import Path

import pytest

from server.errors import StartError
from server.settings.config import Config, LogFormat, read_config
from server.settings.key_files import database_key


def test_without_any_setting_the_defaults_hold() -> None:
    config = read_config({}, {})
    assert (config.host, config.port, config.data, config.url) == ("127.0.0.1", 8000, Path("data"), "")
    assert config.database_file == Path("data/pochette.db")


def test_the_environment_wins_over_the_file_and_the_command_line_over_both(tmp_path: Path) -> None:
    file = tmp_path / "pochette.toml"
    file.write_text('host = "0.0.0.0"\nport = 1000\ndata = "/srv/notes"\nlog_format = "json"\n')
    environment = {"POCHETTE_CONFIG": str(file), "POCHETTE_PORT": "2000", "POCHETTE_DATA": "/var/notes"}
    config = read_config({"port": "3000", "data": None}, environment)
    assert (config.host, config.port, config.data) == ("0.0.0.0", 3000, Path("/var/notes"))  # noqa: S104
    assert config.log_format is LogFormat.JSON


def test_the_command_line_names_another_file_than_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "other.toml"
    file.write_text("port = 4000\n")
    assert read_config({"config": str(file)}, {"POCHETTE_CONFIG": "/nowhere.toml"}).port == 4000


@pytest.mark.parametrize("said", [["10.0.0.0/8", "::1"], "10.0.0.0/8, ::1"])
def test_trusted_proxies_are_a_list_or_a_line(said: object) -> None:
    networks = read_config({"trusted_proxy": said}, {}).trusted_proxy
    assert networks == (ip_network("10.0.0.0/8"), ip_network("::1"))


def test_the_public_address_is_kept_without_its_last_slash_and_default_port() -> None:
    assert read_config({"url": "https://Notes.Example.org:443/"}, {}).url == "https://notes.example.org"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("port", "eighty", "a number from 0 to 65535"),
        ("port", "70000", "a number from 0 to 65535"),
        ("url", "notes.example.org", "without a path"),
        ("url", "https://notes.example.org/pochette", "without a path"),
        ("url", "https://me:secret@notes.example.org", "without a path"),
        ("url", "http://[", "without a path"),
        ("trusted_proxy", ["caddy"], "networks such as"),
        ("max_note", "12", "a number of bytes"),
        ("log_format", "xml", "text or json"),
        ("host", "", "a text"),
    ],
)
def test_a_value_that_cannot_be_is_told_with_what_was_expected(
    name: str, value: object, expected: str
) -> None:
    with pytest.raises(StartError, match=expected) as refusal:
        read_config({name: value}, {})
    assert name in str(refusal.value)


@pytest.mark.parametrize(
    ("content", "expected"),
    [("prot = 1\n", "sets prot; what can be set is host, port"), ("port = = 1\n", "is not TOML")],
)
def test_a_file_with_a_mistake_is_told(tmp_path: Path, content: str, expected: str) -> None:
    file = tmp_path / "pochette.toml"
    file.write_text(content)
    with pytest.raises(StartError, match=expected):
        read_config({"config": str(file)}, {})


def test_a_file_can_set_every_field_but_those_of_the_environment_and_the_build(tmp_path: Path) -> None:
    file = tmp_path / "pochette.toml"
    file.write_text("prot = 1\n")
    with pytest.raises(StartError) as refusal:
        read_config({"config": str(file)}, {})
    listed = str(refusal.value).partition("what can be set is ")[2].rstrip(".").split(", ")
    assert sorted([*listed, "bundle", "database_key", "smtp_password"]) == sorted(
        field.name for field in fields(Config)
    )


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="cannot be read: No such file"):
        read_config({"config": str(tmp_path / "nothing.toml")}, {})


def test_the_key_of_the_database_comes_from_the_environment_and_is_never_printed(tmp_path: Path) -> None:
    config = read_config({}, {"POCHETTE_DATABASE_KEY": "ab" * 32})
    assert config.database_key == "ab" * 32
    assert "abab" not in repr(config)
    file = tmp_path / "pochette.toml"
    file.write_text(f'database_key = "{"ab" * 32}"\n')
    with pytest.raises(StartError, match="database_key"):
        read_config({"config": str(file)}, {})


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"POCHETTE_DATABASE_KEY": "ab" * 31}, "expected 32 bytes, found 31"),
        ({"POCHETTE_DATABASE_KEY": "secret"}, "POCHETTE_DATABASE_KEY is not a key of Pochette"),
        ({"POCHETTE_DATABASE_KEY": "ab" * 32, "POCHETTE_DATABASE_KEY_FILE": "/k"}, "keep one of them"),
        ({"POCHETTE_DATABASE_KEY_FILE": "/nowhere/k"}, "cannot be read: No such file"),
    ],
)
def test_a_key_of_the_database_that_cannot_be_is_told(environment: dict[str, str], expected: str) -> None:
    with pytest.raises(StartError, match=expected):
        database_key(read_config({}, environment))


def test_the_key_of_the_database_is_in_the_environment_or_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "k"
    file.write_text("cd" * 32)
    file.chmod(0o600)
    assert database_key(read_config({}, {})) is None
    assert database_key(read_config({}, {"POCHETTE_DATABASE_KEY": "ab" * 32})) == b"\xab" * 32
    assert database_key(read_config({"database_key_file": str(file)}, {})) == b"\xcd" * 32
