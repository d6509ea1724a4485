"""Errors of every kind at some calls of the writing thread: short form of `tests.tools.faults.anomalies`."""

import json
import subprocess
import sys


def anomalies(*options: str) -> dict[str, int]:
    """What a run in a process of its own has seen."""
    command = [sys.executable, "-m", "tests.tools.faults.anomalies", *options]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    tally: dict[str, int] = json.loads(run.stdout.splitlines()[-1])
    return tally


def test_no_error_at_any_call_ends_the_writing_in_silence() -> None:
    tally = anomalies("--every", "20")
    assert tally["faults"] > 30
    assert tally["acknowledged"] > 300
    assert tally["refused"] > 100
    assert (tally["silent"], tally["lost"], tally["stuck"]) == (0, 0, 0)


def test_somebody_who_types_through_errors_of_every_kind_loses_nothing_that_was_saved() -> None:
    tally = anomalies("--typing", "12")
    assert tally["faults"] == 12
    assert tally["acknowledged"] > 12
    assert (tally["silent"], tally["lost"], tally["stuck"]) == (0, 0, 0)
