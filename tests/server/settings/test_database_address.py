"""The address of a database of PostgreSQL may hold a password, and is never shown with it."""

import pytest

from server.errors import StartError
from server.settings.config import read_config

SECRET = "postgresql://pochette:s3cret@db.example.org/pochette"


@pytest.mark.parametrize(
    "address", [SECRET, "postgresql://db.example.org/pochette?user=pochette&password=s3cret"]
)
def test_a_password_on_the_command_line_is_refused_and_not_repeated(address: str) -> None:
    with pytest.raises(StartError, match="PGPASSFILE") as refusal:
        read_config({"database": address}, {})
    assert "s3cret" not in str(refusal.value)


def test_in_the_environment_it_is_taken_and_not_shown() -> None:
    config = read_config({}, {"POCHETTE_DATABASE": SECRET})

    assert config.database is not None
    assert config.database.full == SECRET
    assert "s3cret" not in f"{config}{config.database}"


def test_what_is_no_address_is_not_repeated_either() -> None:
    with pytest.raises(StartError, match="expected an address") as refusal:
        read_config({}, {"POCHETTE_DATABASE": "mysql://pochette:s3cret@db"})
    assert "s3cret" not in str(refusal.value)
