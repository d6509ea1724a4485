"""The editor asks the same patterns as paper: what no line may break."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILE = ROOT / "web" / "src" / "preview" / "unbroken.json"


def test_the_scripts_have_the_patterns_of_paper() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "tests.tools.patterns"], cwd=ROOT, capture_output=True, check=True
    )
    assert FILE.read_bytes() == told.stdout, "python -m tests.tools.patterns > web/src/preview/unbroken.json"
