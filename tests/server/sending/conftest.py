"""A server of mail, and our server that sends by it."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from server.app import create_app
from server.settings.config import Config
from server.settings.mail import Tls
from tests.conftest import Client, client_of
from tests.server.sending.mailbox import Mailbox, opened


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
    )


@pytest.fixture
async def poster(mailing: Config) -> AsyncIterator[Client]:
    headers = {"Host": "notes.example.org", "Accept-Language": "fr"}
    async with client_of(create_app(mailing), headers=headers) as client:
        yield client
