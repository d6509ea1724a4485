"""Heavy frames in small; `python -m tests.tools.faults.weights` measures them whole."""

import pytest

from tests.tools.faults.weights import KIB, KINDS, weigh


@pytest.mark.parametrize("kind", KINDS)
def test_a_heavy_frame_is_taken_in_or_refused_within_bounds(kind: str) -> None:
    weight = weigh(KINDS[kind], 64 * KIB, 100_000)
    assert "death" not in weight.outcome
    assert weight.ms < 2000
    assert weight.mib < 32
