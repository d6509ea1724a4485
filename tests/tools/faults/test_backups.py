"""Some backups under typing, and restores; `python -m tests.tools.faults.backups` is the long form."""

from pathlib import Path

from tests.tools.faults.backups import run


async def test_backups_under_typing_are_of_one_moment_whole_or_refused_and_nothing_doubles_after_a_restore(
    tmp_path: Path,
) -> None:
    tally = await run(2, tmp_path, notes=4, edits=100, flips=6, tabs=2)
    assert (tally.backups, tally.notes, tally.flips, tally.tabs) == (2, 8, 6, 2)
    assert tally.edits > 50
    assert not tally.closes
    assert tally.notes_named > 0
    assert (tally.lost, tally.twice, tally.torn, tally.outside, tally.differences) == (0, 0, 0, 0, 0)
    assert (tally.unfound, tally.misnamed) == (0, 0)
    assert (tally.doubled, tally.blank, tally.forgotten) == (0, 0, 0)
