"""The settings of mail and of hooks: what they must say, and what is told of what they say wrong."""

from pathlib import Path
from typing import Any

import pytest

from server.errors import StartError
from server.settings.config import read_config
from server.settings.mail import Smtp, Tls

MAIL = 'smtp_host = "mail.example.org"\nsmtp_from = "Pochette <notes@Example.org>"\n'


def smtp(folder: Path, text: str, environment: dict[str, str] | None = None) -> Smtp | None:
    (folder / "pochette.toml").write_text(text, "utf-8")
    config = read_config({"config": folder / "pochette.toml"}, environment or {})
    assert "sesame" not in repr(config)
    return config.smtp()


def test_without_a_host_there_is_no_mail(tmp_path: Path) -> None:
    assert smtp(tmp_path, "") is None


@pytest.mark.parametrize(("tls", "port"), [("tls", 465), ("starttls", 587), ("none", 25)])
def test_the_port_follows_the_encryption(tmp_path: Path, tls: str, port: int) -> None:
    found = smtp(tmp_path, f'{MAIL}smtp_tls = "{tls}"\n')
    assert found is not None
    assert (found.tls, found.port) == (Tls(tls), port)
    assert found.sender == "Pochette <notes@example.org>"


def test_a_password_is_in_a_file_or_in_the_environment_and_shown_nowhere(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("sesame\n")
    (tmp_path / "secret").chmod(0o600)
    given: list[tuple[str, dict[str, str]]] = [
        (f'smtp_password_file = "{tmp_path / "secret"}"\n', {}),
        ("", {"POCHETTE_SMTP_PASSWORD": "sesame"}),
    ]
    for more, environment in given:
        found = smtp(tmp_path, f'{MAIL}smtp_user = "pochette"\n{more}', environment)
        assert found is not None
        assert (found.password, "sesame" in repr(found)) == ("sesame", False)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('smtp_host = "mail"\n', "smtp_from"),
        (f'{MAIL}smtp_user = "x"\n', "smtp_password_file"),
        (f'{MAIL}smtp_user = "x"\nsmtp_tls = "none"\n', "smtp_tls"),
        (f'{MAIL}smtp_tls = "ssl"\n', "tls, starttls or none"),
        (f"{MAIL}smtp_port = 70000\n", "65535"),
        (f'{MAIL}smtp_user = "x"\nsmtp_password_file = "/nowhere/secret"\n', "/nowhere/secret"),
        ('smtp_host = "mail"\nsmtp_from = "Pochette"\n', "an address"),
        ('mail_domains = ["@"]\n', "example.org"),
        ('smtp_password = "sesame"\n', "smtp_password"),
    ],
)
def test_what_is_set_wrong_is_told_at_the_start(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(StartError, match=told):
        smtp(tmp_path, text)


def test_domains_come_from_the_environment_too() -> None:
    found: dict[str, Any] = {"POCHETTE_MAIL_DOMAINS": "example.org, État.example"}
    assert read_config({}, found).mail_domains == {"example.org", "xn--tat-9la.example"}
