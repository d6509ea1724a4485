"""Each comment stays at its passage, as far as anything of it is left."""

from collections.abc import Iterator

import pytest

from tests.web.scripts import Scripts, scripts

WATCHED = "../../tests/web/node/passages.mjs"


@pytest.fixture(scope="module")
def script() -> Iterator[Scripts]:
    with scripts() as running:
        yield running


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_passages_stay_at_their_letters_through_a_thousand_edits(script: Scripts, seed: int) -> None:
    seen = script.call(WATCHED, "watched", seed, 50, 1000)
    assert seen["wrong"] == 0, seen
    assert seen["looks"] > 10_000
    assert seen["left"] > 5
    assert seen["gone"] > 5
