"""`./dev` tells in one sentence what is missing, and ends with 1."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ("cat", "dirname", "find", "grep", "sed", "sha256sum", "sort")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with `dev` alone, and an empty `bin` that is the whole PATH."""
    shutil.copy(ROOT / "dev", tmp_path)
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        assert found
        (tools / name).symlink_to(found)
    return tmp_path


def put(checkout: Path, name: str, script: str) -> None:
    program = checkout / "bin" / name
    program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    program.chmod(0o755)


def run(checkout: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", "dev", *args],
        cwd=checkout,
        env={"PATH": str(checkout / "bin"), "HOME": os.environ.get("HOME", "/")},
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )


def test_without_python_the_need_is_told(checkout: Path) -> None:
    result = run(checkout)

    assert result.returncode == 1
    assert result.stderr.splitlines() == ["Python 3.11 or newer is needed, with its venv module."]


def test_an_older_python_is_refused_with_its_version(checkout: Path) -> None:
    put(checkout, "python3", "case $2 in *platform*) echo 3.10.4 ;; *) exit 1 ;; esac")

    result = run(checkout)

    assert result.returncode == 1
    assert result.stderr.splitlines() == ["Python 3.11 or newer is needed; python3 is 3.10.4."]


def test_a_python_without_venv_is_told(checkout: Path) -> None:
    put(checkout, "python3", "case $2 in *ensurepip*) exit 1 ;; esac")

    result = run(checkout)

    assert result.returncode == 1
    assert result.stderr.splitlines() == ["Python's venv module is missing."]


@pytest.mark.parametrize(
    ("python", "missing"),
    [
        (None, "python3 python3-venv libharfbuzz-subset0"),
        ("case $2 in *ensurepip*) exit 1 ;; esac", "python3-venv libharfbuzz-subset0"),
        ("exit 0", "libharfbuzz-subset0"),
    ],
    ids=["no Python", "no venv", "Python"],
)
def test_without_root_one_line_installs_all_that_is_missing(
    python: str | None, missing: str, checkout: Path
) -> None:
    if python:
        put(checkout, "python3", python)
    put(checkout, "dpkg-query", "case $4 in libpangoft2*) echo installed ;; *) exit 1 ;; esac")
    put(checkout, "id", "echo 1000")

    result = run(checkout)

    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        f"Missing from this system; run: sudo apt-get install --no-install-recommends {missing}"
    ]


def test_an_unknown_command_prints_what_there_is(checkout: Path) -> None:
    result = run(checkout, "dance")

    assert result.returncode == 2
    assert "./dev test" in result.stderr
    assert "./dev lock" in result.stderr
