"""Databases of both engines: a test that uses this fixture in place of the usual one runs on each."""

from collections.abc import Callable, Iterator

import pytest

from tests.databases import WANTED, Databases, Kind
from tests.postgresql import Cluster


@pytest.fixture(params=Kind if WANTED is Kind.SQLITE else [WANTED])
def databases(request: pytest.FixtureRequest, postgresql: Callable[[], Cluster]) -> Iterator[Databases]:
    of_test = Databases(request.param, postgresql)
    yield of_test
    of_test.close()
