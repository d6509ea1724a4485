"""Children find their modules compiled, also where an installer compiled none."""

import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).parents[3]
PROGRAM = "from export.process.bytecode import compile_once; compile_once()"


def test_modules_that_are_not_compiled_are_compiled_once(tmp_path: Path) -> None:
    packages = Path(sysconfig.get_path("purelib"))
    copied = tmp_path / "weasyprint"
    shutil.copytree(packages / "weasyprint", copied, ignore=shutil.ignore_patterns("__pycache__"))
    path = f"{tmp_path}:{ROOT}:{packages}"

    subprocess.run([sys.executable, "-c", PROGRAM], env={"PYTHONPATH": path}, check=True)
    compiled = {file: file.stat().st_mtime_ns for file in copied.rglob("*.pyc")}
    assert len(compiled) > 20

    subprocess.run([sys.executable, "-c", PROGRAM], env={"PYTHONPATH": path}, check=True)
    assert {file: file.stat().st_mtime_ns for file in copied.rglob("*.pyc")} == compiled
