"""Servers as their users run them."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from tests.served import Served


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that tests leave alone."""
    with Served(tmp_path_factory.mktemp("wire") / "data") as served:
        yield served


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[Served]:
    """A server that this test may stop and kill."""
    with Served(tmp_path / "data") as served:
        yield served


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session
