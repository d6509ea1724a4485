"""Commands that are killed, or whose disk loses power: short form of `tests.tools.faults.crashes`."""

import json
import subprocess
import sys
from typing import Any

import pytest


def crashes(*options: str) -> dict[str, Any]:
    """What a run in a process of its own has seen."""
    command = [sys.executable, "-m", "tests.tools.faults.crashes", *options]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    tally: dict[str, Any] = json.loads(done.stdout)
    return tally


def test_a_command_that_is_killed_or_loses_power_leaves_the_old_state_or_the_new_one() -> None:
    tally = crashes("--points", "8")
    assert tally["which"] == []
    assert tally["bad"] == 0
    assert len(tally["points"]) == 14
    assert tally["kills"] >= 70
    assert tally["cuts"] >= 70
    assert tally["old"] > 0
    assert tally["new"] > 0


def test_this_test_can_fail_where_the_disk_lies() -> None:
    only = ("--only", "encrypt", "--only", "restore", "--only", "backup")
    assert crashes("--points", "12", "--lies", "--kills", "0", *only)["bad"] > 0


@pytest.mark.long
def test_at_every_operation_of_every_command() -> None:
    tally = crashes("--points", "0", "--cuts", "2", "--kills", "5")
    assert tally["which"] == []
    assert sum(tally["points"].values()) > 1000
