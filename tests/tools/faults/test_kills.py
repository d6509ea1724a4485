"""A few kills under typing; `python -m tests.tools.faults.kills` is the long form."""

from pathlib import Path

from tests.tools.faults.kills import run


async def test_nothing_that_was_saved_is_lost_by_a_kill_and_nothing_comes_twice(tmp_path: Path) -> None:
    tally = await run(kills=6, seed=7, folder=tmp_path)
    assert tally.acknowledged > 100, "somebody was told that something is saved"
    assert (tally.lost, tally.twice, tally.gaps, tally.differences) == (0, 0, 0, 0)
