"""A server that also tells as JSON what the page of the reader is made of, and the states of notes."""

from collections.abc import AsyncIterator

import pytest

from server.app import create_app
from server.settings.config import Config
from tests.conftest import Client, client_of
from tests.server.reading.door import tell


@pytest.fixture
async def client(config: Config) -> AsyncIterator[Client]:
    app = create_app(config)
    tell(app)
    async with client_of(app) as client:
        yield client
