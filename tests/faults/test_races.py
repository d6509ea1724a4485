"""A right that is taken back under whoever types by it, in some of the long run's races."""

from pathlib import Path

import pytest

from tests.faults.races import ENDS, run


@pytest.mark.parametrize("end", ENDS)
async def test_nothing_is_taken_in_or_shown_once_a_right_is_gone(end: str, tmp_path: Path) -> None:
    tally = await run(2, end, seed=5, folder=tmp_path)
    assert (tally.races, tally.accepted, tally.waves, tally.open) == (2, 0, 0, 0)
    assert tally.taken > 0
    assert tally.closed_s <= 1
