"""Two commands at once, or one beside another program: short form of `tests.tools.faults.pairs`."""

import json
import subprocess
import sys
from typing import Any

import pytest


def pairs(*options: str) -> dict[str, Any]:
    """What a run in a process of its own has seen."""
    command = [sys.executable, "-m", "tests.tools.faults.pairs", *options]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    tally: dict[str, Any] = json.loads(done.stdout)
    return tally


def test_two_at_once_lose_nothing_and_a_refusal_says_why_and_changes_nothing() -> None:
    tally = pairs("--pairs", "24", "--seed", "5")
    assert tally["which"] == []
    assert (tally["lost"], tally["unopened"], tally["dishonest"], tally["changed"]) == (0, 0, 0, 0)
    assert tally["pairs"] >= 24 + 16
    assert tally["stopped"] > 4  # how many are, depends on the machine
    assert sum(tally["refusals"].values()) > 4


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_each_command_beside_each_other_and_beside_other_programs() -> None:
    tally = pairs("--times", "2")
    assert tally["which"] == []
    assert tally["pairs"] >= 700
