"""People, a fault and the judge on one real server: the short form of the program."""

from pathlib import Path

import pytest

from tests.tools.nodes.faults import FAULTS
from tests.tools.nodes.kept import line_of, read
from tests.tools.nodes.lines import How
from tests.tools.nodes.run import Plan, run
from tests.tools.nodes.table import table

# Over HTTP a page waits for seconds before it gives a session up.
_ALL: tuple[How, ...] = ("socket", "stream", "poll")


@pytest.mark.parametrize("hows", [("socket",), pytest.param(_ALL, marks=pytest.mark.long)])
async def test_after_a_kill_nothing_is_lost_and_all_screens_are_alike(
    tmp_path: Path, hows: tuple[How, ...]
) -> None:
    plan = Plan(seconds=0.5, people=3, readers=1, notes=1, every_s=0.02, hows=hows)
    outcome = await run(FAULTS["kill-all"], plan, tmp_path)
    assert outcome.is_clean, outcome
    assert outcome.looks > 0
    (at_kill,) = outcome.moments
    assert 0 < at_kill.acknowledged < outcome.verdict.acknowledged
    row = table(read([line_of("kill-all", outcome)])).splitlines()[-1]
    assert "| 0 · 0 · 0 · 0 · 0 |" in row
