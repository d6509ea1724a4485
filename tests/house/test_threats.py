"""Each promise of docs/threat-model.md is shown by a test that is there."""

import re
from pathlib import Path

from tests.house.named_tests import missing_in, named_in

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "threat-model.md"


def test_the_tests_that_are_named_are_there() -> None:
    assert len(named_in(PAGE)) > 50
    assert missing_in(PAGE) == []


def test_every_threat_has_a_kind_an_answer_and_a_test() -> None:
    rows = [
        line.split(" | ") for line in PAGE.read_text("utf-8").splitlines() if re.match(r"\| [A-Z] \|", line)
    ]
    assert {row[0] for row in rows} == {f"| {kind}" for kind in "STRIDE"}
    assert [row for row in rows if len(row) != 4 or ".py::" not in row[3]] == []
