"""Instances of every test of the server: a log without errors, a team, a mail server."""

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import nullcontext
from dataclasses import replace

import pytest
import structlog

from server.app import create_app
from server.settings.config import Config
from server.settings.mail import MailSenders, Tls
from server.visitors.team_passphrase import hash_of
from tests.conftest import Client, client_of
from tests.printers import Kept
from tests.server.sending.mailbox import Mailbox, opened
from tests.server.visitors.team import PASSPHRASE


@pytest.fixture(autouse=True)
def log_as_the_server_does() -> Iterator[None]:
    """By the standard library, which survives a disk that takes no more lines."""
    structlog.configure(logger_factory=structlog.stdlib.LoggerFactory())
    yield
    structlog.reset_defaults()


@pytest.fixture(autouse=True)
def no_unexpected_error(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A test that means to fail the server clears what it caused."""
    yield
    assert [
        record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.ERROR
    ] == []


@pytest.fixture(scope="session")
def kept_printers() -> Iterator[Kept]:
    kept = Kept()
    yield kept
    kept.close()


@pytest.fixture(autouse=True)
def printers_are_kept(request: pytest.FixtureRequest, kept_printers: Kept) -> Iterator[None]:
    """Unless a test asks how they start and end."""
    with nullcontext() if request.node.get_closest_marker("own_printers") else kept_printers.used():
        yield


@pytest.fixture(scope="session")
def passphrase_hash() -> str:
    return hash_of(PASSPHRASE)


@pytest.fixture
def team_config(config: Config, passphrase_hash: str) -> Config:
    """Only who knows the passphrase of the team begins notes."""
    return replace(config, team_passphrase=passphrase_hash)


@pytest.fixture
async def box() -> AsyncIterator[Mailbox]:
    async with opened() as box:
        yield box


@pytest.fixture
def mailing(config: Config, box: Mailbox) -> Config:
    """The settings of an instance that sends to the box."""
    return replace(
        config,
        url="https://notes.example.org",
        smtp_host="127.0.0.1",
        smtp_port=box.port,
        smtp_tls=Tls.NONE,
        smtp_from="Pochette <notes@example.org>",
        mail_senders=MailSenders.ANYONE,
    )


@pytest.fixture
async def poster(mailing: Config) -> AsyncIterator[Client]:
    headers = {"Host": "notes.example.org", "Accept-Language": "fr"}
    async with client_of(create_app(mailing), headers=headers) as client:
        yield client
