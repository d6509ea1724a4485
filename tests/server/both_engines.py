"""Databases of both engines: a test that uses this fixture in place of the usual one runs on each.

On PostgreSQL in the whole form of the suite alone.
"""

from collections.abc import Callable, Iterator
from typing import Final

import pytest

from tests.databases import WANTED, Databases, Kind
from tests.postgresql import Cluster

KINDS: Final = (
    [Kind.SQLITE, pytest.param(Kind.POSTGRESQL, marks=pytest.mark.whole)]
    if WANTED is Kind.SQLITE
    else [WANTED]
)


@pytest.fixture(params=KINDS)
def databases(request: pytest.FixtureRequest, postgresql: Callable[[], Cluster]) -> Iterator[Databases]:
    of_test = Databases(request.param, postgresql)
    yield of_test
    of_test.close()
