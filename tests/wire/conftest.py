"""A server of its own for each test, as its users run it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.process import Served


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with Served(tmp_path / "data") as served:
        yield served
