"""What the comparison needs is asked for before it is installed: nothing may be looked for by then."""

import os
import subprocess
import sys
from pathlib import Path


def test_help_is_given_on_a_machine_where_nothing_is_installed(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.tools.bench", "--help"],
        env={**os.environ, "BENCH_WORK": str(tmp_path / "none")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "--repetitions" in done.stdout
    assert not (tmp_path / "none").exists()


def test_a_part_is_not_written_over_the_whole(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.tools.bench", "--only", "print", "--write"],
        env={**os.environ, "BENCH_WORK": str(tmp_path / "none")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "would empty the other tables" in done.stderr
