"""Some compactions; `python -m tests.tools.faults.compactions` is the long form."""

from tests.tools.faults.compactions import run


def test_a_compaction_under_typing_changes_nothing_and_a_wrong_one_is_found() -> None:
    tally = run(80, seed=7)
    assert tally.updates > 800
    assert (tally.unverified, tally.differences) == (0, 0)
    assert tally.found == tally.changed == tally.compactions
