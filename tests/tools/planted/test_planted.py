"""Thirty faults in six groups of five, each of a line or two of the product; drawn ones are drawn again."""

import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.tools.planted.__main__ import FAULTS, failed, of_group, shows
from tests.tools.planted.draw import AREAS, patch, sites

GROUPS = sorted(folder.name for folder in FAULTS.glob("group-*"))
TEST = "from server import clock\n\ndef test_now() -> None:\n    assert clock.NOW == 1\n"


def test_there_are_six_groups_of_five_small_faults() -> None:
    assert [len(of_group(group)) for group in GROUPS] == [5] * 6
    for group in GROUPS:
        for fault in of_group(group):
            changed = re.findall(r"^[-+](?![-+])", fault.read_text("utf-8"), re.MULTILINE)
            assert 0 < len(changed) <= 6, fault


def test_twenty_of_them_were_drawn_over_all_areas() -> None:
    drawn = [
        fault.stem.split("-")[1]
        for group in GROUPS
        for fault in of_group(group)
        if fault.stem.startswith("drawn")
    ]
    assert len(drawn) == 20
    assert set(drawn) == set(AREAS)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "server").mkdir()
    (tmp_path / "server" / "__init__.py").write_text("")
    (tmp_path / "server" / "clock.py").write_text("NOW = 1\n")
    (tmp_path / "test_clock.py").write_text(TEST)
    return tmp_path


@pytest.mark.skipif(shutil.which("git") is None, reason="git, which applies patches, is not installed")
def test_the_tests_that_fail_for_a_fault_are_named(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fault = checkout / "now.patch"
    fault.write_text("--- a/server/clock.py\n+++ b/server/clock.py\n@@ -1 +1 @@\n-NOW = 1\n+NOW = 2\n")
    run = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_clock.py"]
    assert failed(checkout, run) == set()
    assert shows(checkout, run, [fault], set())
    assert "    test_clock.py::test_now" in capsys.readouterr().out
    assert (checkout / "server" / "clock.py").read_text() == "NOW = 1\n"


def test_a_command_that_cannot_run_is_told(checkout: Path) -> None:
    (told,) = failed(checkout, [sys.executable, "-c", "raise SystemExit('no')"])
    assert told.startswith("the command ended with 1")


def test_a_draw_turns_one_operator(tmp_path: Path) -> None:
    file = tmp_path / "server" / "gate" / "rights.py"
    file.parent.mkdir(parents=True)
    file.write_text("def f(a, b):\n    return a < b and b\n")
    (first, second) = sites(tmp_path, "rights")
    told = patch(tmp_path, first) + patch(tmp_path, second)
    assert "+    return a < b or b\n" in told
    assert "+    return a <= b and b\n" in told
