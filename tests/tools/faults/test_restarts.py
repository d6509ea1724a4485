"""A few restarts under open tabs; `python -m tests.tools.faults.restarts` is the long form."""

from pathlib import Path

from tests.tools.faults.restarts import run


async def test_a_restart_never_doubles_nor_empties_a_note_that_is_open(tmp_path: Path) -> None:
    tally = await run(restarts=5, folder=tmp_path, seed=7)
    assert min(tally.stops, tally.kills) > 0
    assert tally.saved > 100
    assert (tally.lost, tally.doubled, tally.emptied, tally.differences) == (0, 0, 0, 0)
