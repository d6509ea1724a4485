"""A disk that is filled and freed; `python -m tests.tools.faults.full` is the long form."""

import os
from pathlib import Path
from subprocess import CalledProcessError

import pytest

from tests.tools.faults.full import run


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may make a small disk")
async def test_a_full_disk_is_told_takes_back_nothing_and_all_comes_when_there_is_room(
    tmp_path: Path,
) -> None:
    try:
        tally = await run(times=2, folder=tmp_path)
    except CalledProcessError:
        pytest.skip("this container lets nobody make a disk")
    assert (tally.filled, tally.killed_when_full) == (2, 1)
    assert tally.typed_when_full > 0
    assert (tally.untold, tally.lost, tally.twice, tally.gaps, tally.differences) == (0, 0, 0, 0, 0)
    assert tally.resumed_s < 20
