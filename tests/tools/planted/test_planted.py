"""Thirty faults in six groups of five, each of a line or two of the product, of before and of now."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools.planted.__main__ import COMMIT, FAULTS, ROOT, apply, failed, fitting, of_group, shows
from tests.tools.planted.draw import AREAS, patch, sites

of_git = pytest.mark.skipif(
    shutil.which("git") is None, reason="git, which applies patches, is not installed"
)
GROUPS = sorted(folder.name for folder in FAULTS.glob("group-*"))
TEST = "from server import clock\n\ndef test_now() -> None:\n    assert clock.NOW == 1\n"


def test_there_are_six_groups_of_five_small_faults() -> None:
    assert [len(of_group(group)) for group in GROUPS] == [5] * 6
    for group in GROUPS:
        for fault in (FAULTS / group).iterdir():
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


def test_a_fault_is_chosen_by_its_group_and_its_name() -> None:
    assert [fault.name for fault in of_group("group-6/bearer-not-checked")] == ["bearer-not-checked.patch"]
    assert of_group("group-6/nothing") == []


@of_git
def test_a_fault_whose_lines_are_others_is_told(checkout: Path) -> None:
    with pytest.raises(ValueError, match=r"make bearer-not-checked\.now\.patch anew"):
        fitting(checkout, *of_group("group-6/bearer-not-checked"))


@of_git
def test_each_group_can_be_planted_into_the_code_of_now(tmp_path: Path) -> None:
    for file in {file for group in GROUPS for fault in (FAULTS / group).iterdir() for file in _files(fault)}:
        if (ROOT / file).exists():
            (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / file, tmp_path / file)
    equals = [file for group in GROUPS for file in (FAULTS / group).glob("*.now.patch")]
    assert sorted(set(_planted(tmp_path)) - set(_of_before())) == sorted(equals), "one is not needed"


@of_git
def test_each_group_can_be_planted_into_the_code_of_before(tmp_path: Path) -> None:
    if not _git("cat-file", "-e", COMMIT):
        pytest.skip(f"{COMMIT}, the code of before, is not in this copy of the history")
    files = {file for fault in _of_before() for file in _files(fault)}
    assert _git("archive", f"--output={tmp_path / 'before.zip'}", COMMIT, *files), "a file that it has not"
    shutil.unpack_archive(tmp_path / "before.zip", tmp_path)
    assert _planted(tmp_path) == _of_before()


def _of_before() -> list[Path]:
    return [fault for group in GROUPS for fault in of_group(group)]


def _planted(folder: Path) -> list[Path]:
    """The patches that were applied, group by group."""
    found: list[Path] = []
    for group in GROUPS:
        of_one: list[Path] = []
        for fault in of_group(group):
            of_one.append(fitting(folder, fault))
            apply(folder, of_one[-1])
        for fault in reversed(of_one):
            apply(folder, fault, "--reverse")
        found += of_one
    return found


def _git(*words: str) -> bool:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=False).returncode == 0


def _files(fault: Path) -> list[str]:
    return re.findall(r"^--- a/(.+)$", fault.read_text("utf-8"), re.MULTILINE)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "server").mkdir()
    (tmp_path / "server" / "__init__.py").write_text("")
    (tmp_path / "server" / "clock.py").write_text("NOW = 1\n")
    (tmp_path / "test_clock.py").write_text(TEST)
    return tmp_path


@of_git
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
