"""Who may not write writes nothing, whatever they send: some of the long run's frames."""

from pathlib import Path

from tests.tools.faults.readers import run


async def test_the_journal_keeps_its_bytes_under_frames_of_every_kind(tmp_path: Path) -> None:
    tally = await run(700, seed=3, folder=tmp_path)
    assert tally.sent >= 700
    assert (tally.changed, tally.more) == (0, 0)
    assert tally.comments > 0
    assert min(tally.kinds.values()) > 20
    assert tally.answers["denied"] > 50
