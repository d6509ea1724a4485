"""The log, in which an error is an error of the test, and the settings of an instance with a team."""

import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest
import structlog

from server.settings.config import Config
from server.visitors.team_passphrase import hash_of
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
def passphrase_hash() -> str:
    return hash_of(PASSPHRASE)


@pytest.fixture
def team_config(config: Config, passphrase_hash: str) -> Config:
    """Only who knows the passphrase of the team begins notes."""
    return replace(config, team_passphrase=passphrase_hash)
