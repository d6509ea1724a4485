"""Some load with bad peers and a restart: short form of `tests.tools.faults.load`, which measures too."""

from pathlib import Path

from tests.tools.faults.load import run


async def test_a_small_crowd_loses_nothing_whoever_else_is_connected_and_whatever_restarts(
    tmp_path: Path,
) -> None:
    measured = await run(tmp_path, sockets=200, notes=20, edits=100, seconds=1, bad=0.02, reaping_s=0)
    assert measured.edits == 100
    assert (measured.failed, measured.lost, measured.unacknowledged, measured.closed) == (0, 0, 0, 0)
    assert measured.bad_peers["never_reading"] == 10
    assert measured.bad_peers["lost"] == 0
    assert measured.bad_peers["more_mib"] < 64
    assert (measured.storm["failed"], measured.storm["notes_that_lost"]) == (0, 0)
