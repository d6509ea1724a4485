"""A short sitting; `python -m tests.tools.faults.sitting` is the long form."""

from pathlib import Path

from tests.tools.faults.sitting import run


async def test_three_people_on_lines_that_break_end_with_one_text_and_a_quiet_console(tmp_path: Path) -> None:
    tally = await run(0.1, tmp_path, seed=2)
    assert (tally.differences, tally.said) == (0, [])
    assert sum(tally.acts.values()) > 0
    assert tally.heap_late_mb > 0
