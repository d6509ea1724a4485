"""Power cuts and failing operations under the journal, with controls that must lose."""

import json
import subprocess
import sys

import pytest


def power(*options: str) -> dict[str, int]:
    """What a run in a process of its own has seen; SQLite complains on stderr about what it meets."""
    command = [sys.executable, "-m", "tests.tools.faults.power", *options]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    tally: dict[str, int] = json.loads(run.stdout)
    return tally


def test_what_was_acknowledged_survives_a_power_cut() -> None:
    tally = power("--cuts", "1000")
    assert tally["acknowledged"] > 10_000
    assert (tally["lost"], tally["gaps"], tally["corrupt"]) == (0, 0, 0)


@pytest.mark.parametrize(
    "control", [["--lies"], ["--synchronous", "NORMAL"]], ids=["a lying disk", "no fsync"]
)
def test_this_test_can_fail(control: list[str]) -> None:
    tally = power("--cuts", "150", *control)
    assert tally["lost"] + tally["corrupt"] > 0


def test_an_operation_that_fails_costs_nothing_that_was_acknowledged_before_or_after() -> None:
    tally = power("--failures", "400")
    assert tally["failures"] > 300
    assert (tally["lost"], tally["gaps"], tally["corrupt"]) == (0, 0, 0)
