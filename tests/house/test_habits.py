"""Each habit of docs/reference/habits.md is shown by a test that is there."""

import re
from pathlib import Path

from tests.house.named_tests import missing_in, named_in

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "habits.md"


def test_the_tests_that_are_named_are_there() -> None:
    assert len(named_in(PAGE)) > 30
    assert missing_in(PAGE) == []


def test_the_tests_of_scripts_that_are_named_are_there() -> None:
    named = re.findall(r"`([\w/-]+\.test\.ts)::([^`]+)`", PAGE.read_text("utf-8"))
    assert named
    assert [
        f"{file}::{name}" for file, name in named if f'("{name}' not in (ROOT / file).read_text("utf-8")
    ] == []
