"""What opens a note is in nothing that is kept, written or told: some of the long run's tokens."""

from pathlib import Path

from tests.tools.faults.tokens import run


async def test_no_token_in_use_is_found_anywhere(tmp_path: Path) -> None:
    tally = await run(30, seed=3, folder=tmp_path)
    assert (tally.found, tally.where) == (0, [])
    assert (tally.tokens, tally.control) == (30, 1)
    assert tally.secrets > 30
    assert min(tally.errors, tally.pdfs, tally.files) > 0
