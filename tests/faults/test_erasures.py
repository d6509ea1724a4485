"""Erasing while people type; `python -m tests.faults.erasures` is the long form."""

from pathlib import Path

from tests.faults.erasures import run


async def test_erasing_shuts_its_note_for_a_moment_and_no_other(tmp_path: Path) -> None:
    tally = await run(tmp_path / "data", edits=3000, mib=20, people=2, normal_s=2, seed=1)
    assert (tally.lost, tally.found) == (0, 0)
    assert tally.acknowledged > 0
    # Loose, for a machine that is busy with other work; the long form has the figures.
    assert tally.shut_ms < 5000
    assert tally.erasing_longest_ms < 2000
