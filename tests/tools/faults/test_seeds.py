"""A few seeds of real Yjs clients; `python -m tests.tools.faults.seeds` is the long form."""

from pathlib import Path

from tests.tools.faults.seeds import PEOPLE, run


async def test_screens_the_journal_and_paper_agree_whatever_happens_to_lines_and_server(
    tmp_path: Path,
) -> None:
    tally = await run(seeds=3, operations=900, folder=tmp_path)
    assert tally.restarts > 0, "the server was ended under them"
    assert tally.connections > 3 * PEOPLE, "and lines were lost"
    assert (tally.differences, tally.refused, tally.unhealed) == (0, 0, 0)
    assert (tally.printed, tally.kinds["paper"]) == (1, 0)
