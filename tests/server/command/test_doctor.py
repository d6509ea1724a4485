"""What the doctor says of the faces that figures are printed in."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

ROOT = Path(__file__).parents[3]
PREFER = """<match target="pattern">
<edit name="family" mode="prepend" binding="strong"><string>Stranger</string></edit></match></fontconfig>"""


def print_finding(*paths: Path) -> tuple[int, dict[str, object]]:
    """The exit code, and what is said of printing by a program that finds its code in these folders first."""
    run = subprocess.run(
        [sys.executable, "-P", "-m", "server", "doctor", "--json", "--data", str(paths[0])],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (*paths, ROOT)))},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    return run.returncode, next(one for one in json.loads(run.stdout)["findings"] if one["name"] == "print")


def test_it_prints_figures_and_names_their_faces(tmp_path: Path) -> None:
    _, finding = print_finding(tmp_path)

    assert finding["is_well"]
    assert "0123: Source Sans 3, Source Serif 4, Source Serif 4 Display" in str(finding["said"])


@pytest.mark.whole
def test_figures_in_another_face_are_missing_ours(tmp_path: Path) -> None:
    """In an installation whose rules let a face of the machine come first."""
    package = shutil.copytree(
        ROOT / "export", tmp_path / "export", ignore=shutil.ignore_patterns("__pycache__")
    )
    face = TTFont(package / "fonts" / "SourceSans3-Regular.ttf")
    for number in (1, 4, 6):
        face["name"].setName("Stranger", number, 3, 1, 0x409)
        face["name"].removeNames(nameID=number, platformID=1)
    face.save(package / "fonts" / "Stranger.ttf")
    rules = package / "fonts" / "fonts.conf"
    rules.write_text(rules.read_text().replace("</fontconfig>", PREFER))

    code, finding = print_finding(tmp_path)

    assert (code, finding["is_well"]) == (1, False)
    assert "Stranger, of this machine, stands where our faces should" in str(finding["said"])
