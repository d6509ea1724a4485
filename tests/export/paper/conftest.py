"""The print engine in the process of the tests, for those that look at laid-out pages."""

from collections.abc import Iterator

import pytest

from export.paper.engine import FONT_SETTINGS, PrintEngine


@pytest.fixture(scope="module")
def press() -> Iterator[PrintEngine]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in FONT_SETTINGS.items():
            patch.setenv(name, value)
        yield PrintEngine()
