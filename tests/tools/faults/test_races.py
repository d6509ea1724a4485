"""A right that is taken back under whoever types by it, in each way: one of the long run's races."""

from pathlib import Path

from tests.tools.faults.race_rights import ENDS
from tests.tools.faults.races import run


async def test_nothing_is_taken_in_or_shown_once_a_right_is_gone(tmp_path: Path) -> None:
    tally = await run(1, ENDS, seed=5, folder=tmp_path)
    assert (tally.races, tally.accepted, tally.waves, tally.open) == (len(ENDS), 0, 0, 0)
    assert tally.taken > 0
    assert tally.closed_s <= 1
