"""Some loads, evictions and connections; `python -m tests.tools.faults.leaks` is the long form."""

from pathlib import Path

from tests.tools.faults.leaks import connects, loads


async def test_notes_that_open_and_close_leave_nothing_behind(tmp_path: Path) -> None:
    curve = await loads(60, tmp_path)
    assert curve.growth_mib < 4
    assert curve.more_descriptors <= 2


async def test_connections_that_come_and_go_leave_nothing_behind(tmp_path: Path) -> None:
    curve = await connects(1000, tmp_path, samples=8)
    assert curve.growth_mib < 8
    assert curve.more_descriptors <= 2
